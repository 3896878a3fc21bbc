import { defineFinding, STAYS } from '../define-finding';
import { type FlagDifference, flagFix, settingText } from './flag-difference';

/** A flag of the build that the server's build does not share. */
export type ArtifactFlags =
  | {
      readonly kind: 'built';
      readonly difference: FlagDifference;
      readonly release: string;
      /** Packages of the standard library that differ. */
      readonly standard: readonly string[];
    }
  /** Nothing is built with it. */
  | { readonly kind: 'refused'; readonly flag: string; readonly reason: string };

export const artifactFlags = defineFinding({
  title: 'The plugin and the server were built with different flags',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: (data: ArtifactFlags) => {
    if (data.kind === 'refused') {
      const { flag, reason } = data;
      return {
        flag,
        message: `nakama-pins does not build with ${flag}: ${reason}`,
        fix: `leave ${flag} out`,
      };
    }
    const { difference, release, standard } = data;
    const { flag, plugin, server } = difference;
    return {
      flag,
      expected: settingText(flag, server),
      actual: settingText(flag, plugin),
      message: `this plugin was built ${settingText(flag, plugin)}, but Nakama ${release} was built ${settingText(flag, server)}: ${standard.length} packages of the standard library differ, such as ${standard[0]}`,
      fix: flagFix(difference),
    };
  },
});
