import { join, posix } from 'node:path';
import fastGlob from 'fast-glob';
import { FOREIGN_FOLDERS } from './foreign-folders';
import { GitIgnores } from './git-ignores';

const NEVER = FOREIGN_FOLDERS.map((folder) => `**/${folder}/**`);

/**
 * Folders below `dir` with a go.mod, sorted; what git ignores is left out, and links are not followed.
 *
 * @param root absolute workspace root
 * @param dir where to look, relative to the root
 */
export function findModules(root: string, dir: string): string[] {
  const below = fastGlob.sync(['**/go.mod', '**/.gitignore'], {
    cwd: join(root, dir),
    ignore: NEVER,
    dot: true,
    followSymbolicLinks: false,
    onlyFiles: false,
    suppressErrors: true,
  });
  const files = below.map((file) => posix.join(dir, file));
  const ignores = new GitIgnores(root, [
    ...ancestors(dir).map((folder) => posix.join(folder, '.gitignore')),
    ...files.filter((file) => posix.basename(file) === '.gitignore'),
  ]);
  return files
    .filter((file) => posix.basename(file) === 'go.mod' && !ignores.ignores(file))
    .map((file) => posix.dirname(file))
    .sort();
}

function ancestors(dir: string): string[] {
  if (dir === '.') return [];
  const parts = dir.split('/');
  return ['.', ...parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'))];
}
