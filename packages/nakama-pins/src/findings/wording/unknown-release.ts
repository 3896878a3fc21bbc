import { NAKAMA_COMMON } from '../../releases/nakama-modules';
import { defineFinding, STAYS } from '../define-finding';

/** Why nothing says by which release a module is judged. */
export type UnknownRelease =
  | {
      readonly kind: 'not in the catalog';
      readonly image: string;
      readonly tag: string;
      readonly nearest: readonly string[];
    }
  | {
      readonly kind: 'not named';
      /** The version of nakama-common that go.mod requires, and the releases that have it. */
      readonly common: string | undefined;
      readonly releases: readonly string[];
      /** One to write into nakama.json. */
      readonly example: string | undefined;
    };

export const unknownRelease = defineFinding({
  title: 'The Nakama release is not known',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: (data: UnknownRelease) => {
    if (data.kind === 'not in the catalog') {
      const { image, tag, nearest } = data;
      const hint = nearest.length > 0 ? `nearest: ${nearest.join(', ')}; ` : '';
      return {
        image,
        actual: tag,
        message: `Nakama ${tag} of ${image} is not in the catalog`,
        fix: `${hint}put a release file into nakama-releases/ or name a known release in nakama.json`,
      };
    }
    const { common, releases, example } = data;
    const hint = releases.length > 0 ? ` (${NAKAMA_COMMON} ${common} belongs to ${releases.join(', ')})` : '';
    return {
      message: `no Nakama release is named to judge by: there is no nakama.json, and no server or builder image${hint}`,
      fix: `write nakama.json: { "release": "${example}" }, or give --release ${example}`,
    };
  },
});
