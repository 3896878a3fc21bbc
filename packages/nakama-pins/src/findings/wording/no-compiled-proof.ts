import { defineFinding, STAYS } from '../define-finding';

/** Why a plugin could not be compiled and compared. */
export type NoCompiledProof =
  /** There is no Go, or it can't do its work here. */
  | { readonly kind: 'not compiled'; readonly why: string; readonly fix: string }
  | { readonly kind: 'not measured'; readonly release: string; readonly platform: string };

export const noCompiledProof = defineFinding({
  title: 'The plugin could not be compiled and compared',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: (data: NoCompiledProof) =>
    data.kind === 'not compiled'
      ? { message: data.why, fix: data.fix }
      : {
          platform: data.platform,
          message: `the fingerprints of Nakama ${data.release} for ${data.platform} are not known, so compiling would prove nothing`,
          fix: 'judge it without --proof, from the committed files, or by a release that has fingerprints: npx nakama-pins releases',
        },
});
