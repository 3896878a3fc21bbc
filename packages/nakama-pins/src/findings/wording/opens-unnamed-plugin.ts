import { posix } from 'node:path';
import { defineFinding, STAYS } from '../define-finding';

/** A plugin opens another one, which nothing compares with the server. */
export interface UnnamedPlugin {
  /** `plugin.Open`, `hiro.Init`. */
  readonly call: string;
  /** The paths that it can be; empty if they are not written as texts. */
  readonly paths: readonly string[];
  /** The nakama.json to write to. */
  readonly file: string;
  /** Whether it names other files. */
  readonly hasList: boolean;
}

export const opensUnnamedPlugin = defineFinding({
  title: 'The plugin opens another plugin that nakama.json does not name',
  about: 'file',
  byCheck: true,
  settledBy: STAYS,
  words: ({ call, paths, file, hasList }: UnnamedPlugin) => {
    const names = paths.length > 0 ? paths.map((path) => posix.normalize(path)) : ['<path>'];
    const list = names.map((name) => JSON.stringify(name.replace(/^\/+/, ''))).join(', ');
    const rule =
      'nothing compares that file with the server, which dies at its start if the two have different packages';
    return {
      message:
        paths.length > 0
          ? `${call} opens ${paths.join(' or ')} as a plugin, and no "opens" in nakama.json names it: ${rule}`
          : `${call} opens a plugin whose path is not written as a text here, and no "opens" in nakama.json names one: ${rule}`,
      fix: `${hasList ? `add to "opens" in ${file}: ${list}` : `write in ${file}: "opens": [${list}]`}, the path from the folder of nakama.json${paths.length > 0 ? '' : '; or "opens": [] if it opens none'}`,
    };
  },
});
