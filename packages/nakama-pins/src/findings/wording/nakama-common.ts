import { defineFinding } from '../define-finding';
import { VERSION_SETTLING, type VersionMismatch, versionWords } from './version-mismatch';

export interface CommonMismatch extends VersionMismatch {
  /** The newest release of the catalog, if the plugin's version is newer than its: then the server may be, too. */
  readonly beyond?: { readonly release: string; readonly version: string };
}

export const nakamaCommon = defineFinding({
  title: 'nakama-common has another version than the server links',
  about: 'module',
  byCheck: true,
  settledBy: VERSION_SETTLING,
  words: ({ beyond, ...mismatch }: CommonMismatch, place) => {
    const words = versionWords(mismatch, place);
    if (!beyond) return words;
    const unknown = `the catalog does not know ${mismatch.found}, its newest is ${beyond.version} of ${beyond.release}`;
    return {
      ...words,
      message: `${words.message}; ${unknown}: if your server is newer, npx nakama-pins releases --remote lists what npx nakama-pins releases add can read`,
    };
  },
});
