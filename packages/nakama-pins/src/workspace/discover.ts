import { existsSync } from 'node:fs';
import { basename, join, posix, relative, sep } from 'node:path';
import { type Entry, walkSync } from '@nodelib/fs.walk';
import { FOREIGN_FOLDERS } from './foreign-folders';
import { GitIgnores } from './git-ignores';
import { holdsGoMod, isUnnameable } from './unnameable';

/**
 * Folders below `dir` with a go.mod, sorted; what git ignores is left out, and links are not followed. A folder whose name is
 * not UTF-8 is among them if it has a go.mod, so that somebody is told of it: nothing in it can be opened.
 *
 * @param root absolute workspace root
 * @param dir where to look, relative to the root
 */
export function findModules(root: string, dir: string): string[] {
  return findFolders(root, dir, 'go.mod');
}

/** Folders below `dir` with a file of this name, found as `findModules` finds them. */
export function findFolders(root: string, dir: string, wanted: string): string[] {
  const files: string[] = [];
  const unnameable: string[] = [];
  const start = join(root, dir);
  const pathOf = ({ path }: Entry): string => posix.join(dir, relative(start, path).split(sep).join('/'));
  walkSync(start, {
    followSymbolicLinks: false,
    // What may not be read has nothing for us.
    errorFilter: () => true,
    deepFilter: ({ name, path }) =>
      !FOREIGN_FOLDERS.includes(name) && !(isUnnameable(name) && !existsSync(path)),
    entryFilter: (entry) => {
      const { name, path } = entry;
      if (name === wanted || name === '.gitignore') files.push(pathOf(entry));
      else if (wanted === 'go.mod' && isUnnameable(name) && !existsSync(path) && holdsGoMod(path))
        unnameable.push(pathOf(entry));
      // The list of all entries is not needed.
      return false;
    },
  });
  const ignores = new GitIgnores(root, [
    ...ancestors(dir).map((folder) => posix.join(folder, '.gitignore')),
    ...files.filter((file) => basename(file) === '.gitignore'),
  ]);
  const modules = files
    .filter((file) => basename(file) === wanted && !ignores.ignores(file))
    .map((file) => posix.dirname(file));
  return [...modules, ...unnameable].sort();
}

function ancestors(dir: string): string[] {
  if (dir === '.') return [];
  const parts = dir.split('/');
  return ['.', ...parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'))];
}
