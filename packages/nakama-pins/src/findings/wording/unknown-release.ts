import { NAKAMA_COMMON } from '../../releases/nakama-modules';
import { defineFinding, STAYS } from '../define-finding';
import { few } from './lists';

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
    }
  | {
      readonly kind: 'several';
      /** Each once, with the first plugin that is for it. */
      readonly releases: readonly { readonly release: string; readonly dir: string }[];
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
    if (data.kind === 'several') {
      const plugins = data.releases.map(({ release, dir }) => `${dir} for ${release}`);
      return {
        message: `the plugins here are for different releases: ${few(plugins)}`,
        fix: `give --release ${data.releases[0]?.release}, or name one plugin's folder`,
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
