import { statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Problem } from '../input/problem';

/**
 * A problem for each folder that is named and not there; the others are worked on all the same.
 *
 * @param root the workspace root, absolute
 * @param dirs relative to the root
 */
export function missingFolders(root: string, dirs: readonly string[]): Problem[] {
  return dirs.flatMap((dir) => {
    const stat = statSync(resolve(root, dir), { throwIfNoEntry: false });
    if (stat?.isDirectory()) return [];
    return [stat ? isFile(dir) : isMissing(dir)];
  });
}

function isFile(file: string): Problem {
  return { file, message: 'this is a file, not a folder', fix: `name its folder: ${posix.dirname(file)}` };
}

function isMissing(file: string): Problem {
  return { file, message: 'no such folder', fix: 'name a folder with plugin modules in or below it' };
}
