import type { Tree } from '@nx/devkit';
import { FsTree } from 'nx/src/generators/tree';

/** The tree that Nx gives to generators in a workspace on the disk. */
export function fsTree(root: string): Tree {
  return new FsTree(root, false);
}
