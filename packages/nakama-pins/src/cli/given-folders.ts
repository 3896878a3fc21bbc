import { existsSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { InputError } from '../input/problem';
import { findWorkspaceRoot } from '../workspace/root';

/** The folders a command was given, within their workspace. */
export interface GivenFolders {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, with `/` separators. */
  readonly dirs: readonly string[];
}

/**
 * Resolves folders as typed on the command line.
 *
 * @throws InputError if one does not exist
 */
export function givenFolders(dirs: readonly string[]): GivenFolders {
  // Resolved links make every folder relative to one root.
  const cwd = realpathSync(process.cwd());
  const folders = dirs.map((dir) => existingFolder(cwd, dir));
  const [only] = folders;
  const root = findWorkspaceRoot(folders.length === 1 && only !== undefined ? only : cwd);
  return { root, dirs: folders.map((folder) => relative(root, folder).split(sep).join('/') || '.') };
}

function existingFolder(cwd: string, dir: string): string {
  const folder = resolve(cwd, dir);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new InputError([
      { file: dir, message: 'no such folder', fix: 'name a folder with plugin modules in or below it' },
    ]);
  }
  return realpathSync(folder);
}
