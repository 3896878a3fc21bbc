/** Folders that Go, git or a package manager fills: a go.mod there is not the workspace's own. */
export const FOREIGN_FOLDERS: readonly string[] = ['node_modules', 'vendor', 'testdata', '.git', '.nx'];

/**
 * Whether a path lies in, or is, a folder whose modules are not the workspace's own: `vendor`, `node_modules`,
 * `testdata`, `.git`, `.nx`.
 *
 * @param path relative to the workspace root, with `/` separators
 * @example
 * isForeign('plugins/arena/vendor/example.com/x/go.mod'); // true
 */
export function isForeign(path: string): boolean {
  return path.split('/').some((folder) => FOREIGN_FOLDERS.includes(folder));
}
