import { InputError } from '../input/problem';
import { isInside, under } from '../workspace/folders';
import { fromRoot } from './arguments';

/** Where the plugins of a module are built to: a folder with a folder for each module, or the folder of each. */
export type OutputDir = string | ((dir: string) => string);

/**
 * Gives the folder for each module, relative to the root. What is outside of the root has no path from it that would be
 * the same everywhere, and Nx can't restore it.
 *
 * @returns a function that throws InputError if the folder of a module is outside of the root, or empty
 * @throws InputError if the folder for all is
 */
export function outputFolders(root: string, outputDir: OutputDir): (dir: string) => string {
  if (typeof outputDir !== 'string') return (dir) => inRoot(root, outputDir(dir));
  const folder = inRoot(root, outputDir);
  // A module beside the workspace has its plugins in it all the same.
  return (dir) => under(folder, dir.replace(/^(?:\.\.(?:\/|$))+/, ''));
}

function inRoot(root: string, named: string): string {
  if (named === '') {
    throw new InputError([
      { file: 'output', message: 'the folder for the plugins has no name', fix: 'name one: dist' },
    ]);
  }
  const folder = fromRoot(root, named);
  if (isInside(folder)) return folder;
  throw new InputError([
    {
      file: named,
      message: 'this folder for the plugins is outside of the workspace',
      expected: `a folder in ${root}`,
      fix: 'name a folder in the workspace, such as dist, and copy the plugins from there',
    },
  ]);
}
