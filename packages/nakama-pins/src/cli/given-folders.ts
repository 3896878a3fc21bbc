import { existsSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { InputError, orUndefined } from '../input/problem';
import { findWorkspaceRoot } from '../workspace/root';

/** The folders a command was given, within their workspace. */
export interface GivenFolders {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, with `/` separators. One that is missing is the open workspace's to report. */
  readonly dirs: readonly string[];
}

/**
 * Resolves folders as typed on the command line.
 *
 * @throws InputError if one is empty: a variable that is not set would stand for the folder of the shell
 */
export function givenFolders(dirs: readonly string[]): GivenFolders {
  if (dirs.includes('')) {
    throw new InputError([
      {
        file: '""',
        message: 'an argument is empty, and names no folder',
        fix: 'name a folder, or . for this one; a variable that is not set makes an argument empty',
      },
    ]);
  }
  // Resolved links make every folder relative to one root.
  const cwd = realpathSync(process.cwd());
  const folders = dirs.map((dir) => resolved(resolve(cwd, dir)));
  const [only] = folders;
  const root = findWorkspaceRoot(folders.length === 1 && only !== undefined && isFolder(only) ? only : cwd);
  return { root, dirs: folders.map((folder) => relative(root, folder).split(sep).join('/') || '.') };
}

/**
 * How the shell gets to the workspace root, from which paths and fixes are written; undefined if it is there.
 *
 * @param dirs as typed
 */
export function wayToRoot(dirs: readonly string[]): string | undefined {
  return relative(realpathSync(process.cwd()), givenFolders(dirs).root) || undefined;
}

/** The folder that paths of a run are relative to; the current one where nothing can be found. @param dirs as typed */
export function baseOf(dirs: readonly string[]): string {
  return orUndefined(() => givenFolders(dirs).root) ?? process.cwd();
}

function resolved(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
