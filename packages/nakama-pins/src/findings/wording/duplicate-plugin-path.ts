import { defineFinding } from '../define-finding';
import { goModEdit, steps } from './go-command';
import { few } from './lists';

/** Plugins that the runtime can't tell apart. */
export type DuplicatePluginPath =
  /** Modules of the workspace. */
  | {
      readonly kind: 'declared';
      /** The module path. */
      readonly path: string;
      /** Folders of the other plugins. */
      readonly others: readonly string[];
      /** The plugins that get another path, so that each has its own. */
      readonly renames: readonly { readonly dir: string; readonly path: string }[];
    }
  /** Built files. */
  | {
      readonly kind: 'built';
      /** The import path of their main packages. */
      readonly path: string;
      /** The file that the server opens first. */
      readonly first: string;
    };

export const duplicatePluginPath = defineFinding({
  title: 'Two plugins have one module path',
  about: 'module',
  byCheck: true,
  // Each is built all the same; go sees only one of them.
  settledBy: { compiling: 'leaves', pinning: false, building: 'repeats' },
  words: (data: DuplicatePluginPath) => {
    const { path } = data;
    const about = { module: path, expected: 'a module path of its own', actual: path };
    const others = data.kind === 'built' ? [data.first] : data.others;
    return {
      ...about,
      message: `${few(others)} ${others.length > 1 ? 'have' : 'has'} the module path ${path} too: the server opens the first and stops at the next with "plugin already loaded"`,
      fix:
        data.kind === 'built'
          ? `remove one of the two, or give each plugin its own module: go mod edit -module=${path}-2`
          : `${steps(...data.renames.map(renameText))} (and change the imports of its own packages), or if different servers open them, name each plugin's in its nakama.json: "server"`,
    };
  },
});

function renameText({ dir, path }: { readonly dir: string; readonly path: string }): string {
  return goModEdit(dir === '.' ? 'go.mod' : `${dir}/go.mod`, `-module=${path}`);
}
