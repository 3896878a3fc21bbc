import { defineFinding } from '../define-finding';

/** Plugins that the runtime can't tell apart. */
export interface DuplicatePluginPath {
  /** The import path of their main packages. */
  readonly path: string;
  /** Folders of the other plugins, or the file that the server opens first. */
  readonly others: readonly string[];
  readonly isBuilt: boolean;
}

export const duplicatePluginPath = defineFinding({
  title: 'Two plugins have one module path',
  about: 'module',
  byCheck: true,
  // Each is built all the same; go sees only one of them.
  settledBy: { compiling: 'leaves', pinning: false, building: 'repeats' },
  words: ({ path, others, isBuilt }: DuplicatePluginPath) => ({
    module: path,
    expected: 'a module path of its own',
    actual: path,
    message: `${others.join(', ')} ${others.length > 1 ? 'have' : 'has'} the module path ${path} too: the server opens the first and stops at the next with "plugin already loaded"`,
    fix: isBuilt
      ? `remove one of the two, or give each plugin its own module: go mod edit -module=${path}-2`
      : `give each plugin its own path: go mod edit -module=${path}-2`,
  }),
});
