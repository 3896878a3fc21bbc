import { defineFinding } from '../define-finding';
import { type Evidence, linked } from './evidence';
import { dropFix, type DroppedReplace } from './require-edit';

/** A replace that puts other code, or another version, in the place of a shared module. */
export type HidingReplace = {
  readonly module: string;
  /** The server's version. */
  readonly wanted: string;
  readonly release: string;
  /** `../zap`, `github.com/acme/zap v1.2.0` */
  readonly target: string;
  readonly evidence: Evidence;
  /** Undefined for a built file, which does not tell its go.mod. */
  readonly dropped: DroppedReplace | undefined;
} & (
  | { readonly kind: 'folder' }
  /** The required version, which Go compares, is not the server's. */
  | { readonly kind: 'other version required'; readonly required: string }
  | { readonly kind: 'other code' }
);

export const replaceHidesVersion = defineFinding({
  title: 'A replace hides the version that Go compares',
  about: 'module',
  byCheck: true,
  settledBy: { compiling: 'settles errors', pinning: true, building: 'silent' },
  words: (data: HidingReplace, place) => {
    const { module, wanted, release, target, evidence, dropped } = data;
    const drop = (isRequired: boolean): string | undefined =>
      dropped && dropFix(dropped, { module, version: wanted, isRequired }, place);
    switch (data.kind) {
      case 'folder':
        return {
          module,
          expected: `${module} ${wanted} as published`,
          actual: target,
          message: `${module} is compiled from ${target}: it loads only while that folder holds ${wanted} unchanged (${linked(evidence)})`,
          fix: `${drop(true) ?? 'drop the replace'}, or keep ${target} equal to ${module} ${wanted}`,
        };
      case 'other version required':
        return {
          module,
          expected: wanted,
          actual: `${data.required} => ${target}`,
          message: `${module} is required at ${data.required} and replaced by ${target}: Go compares the required version, but Nakama ${release} links ${wanted} (${linked(evidence)})`,
          fix: drop(false) ?? `drop the replace and require ${module} ${wanted}, then build the plugin again`,
        };
      case 'other code':
        return {
          module,
          expected: `${module} ${wanted}`,
          actual: target,
          message: `${module} is replaced by ${target}: the server refuses this other code under its version as soon as an exported type or a position in it differs; npx nakama-pins verify --proof compiled tells (${linked(evidence)})`,
          fix: `${drop(true) ?? 'drop the replace'} (the required ${module} ${wanted} already is the server's)`,
        };
    }
  },
});
