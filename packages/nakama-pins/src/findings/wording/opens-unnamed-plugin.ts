import { posix } from 'node:path';
import { defineFinding } from '../define-finding';

/** A plugin opens another one, which nothing compares with the server. */
export type UnnamedPlugin =
  | {
      readonly kind: 'called';
      /** `plugin.Open`, `hiro.Init`. */
      readonly call: string;
      /** The paths that it can be; empty if they are not written as texts. */
      readonly paths: readonly string[];
      /** The nakama.json to write to. */
      readonly file: string;
      /** Whether it names other files. */
      readonly hasList: boolean;
    }
  /** A built plugin links a package that opens plugins, and nakama.json says nothing of it. */
  | { readonly kind: 'built'; readonly links: string; readonly file: string };

const RULE =
  'nothing compares that file with the server, which dies at its start if the two have different packages';

const FROM = ' (the path from the folder of nakama.json)';
const OR_NONE = `${FROM}, or "opens": [] if it opens none`;

export const opensUnnamedPlugin = defineFinding({
  title: 'The plugin opens another plugin that nakama.json does not name',
  about: 'file',
  byCheck: true,
  settledBy: { compiling: 'leaves', pinning: false, building: 'repeats' },
  words: (data: UnnamedPlugin) => {
    if (data.kind === 'built') {
      return {
        package: data.links,
        message: `the plugin links ${data.links}, with which it may open another plugin, and no "opens" in nakama.json names one: ${RULE}`,
        fix: `write in ${data.file}: "opens": ["<path>"]${OR_NONE}`,
      };
    }
    const { call, paths, file, hasList } = data;
    const names = paths.length > 0 ? paths.map((path) => posix.normalize(path)) : ['<path>'];
    return {
      message:
        paths.length > 0
          ? `${call} opens ${paths.join(' or ')} as a plugin, and no "opens" in nakama.json names it: ${RULE}`
          : `${call} opens a plugin whose path is not written as a text here, and no "opens" in nakama.json names one: ${RULE}`,
      fix: `${hasList ? `add to "opens" in ${file}: ${listOf(names)}` : `write in ${file}: "opens": [${listOf(names)}]`}${paths.length > 0 ? FROM : OR_NONE}`,
    };
  },
});

function listOf(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name.replace(/^\/+/, ''))).join(', ');
}
