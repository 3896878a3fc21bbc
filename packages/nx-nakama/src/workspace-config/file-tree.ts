import type { Tree } from '@nx/devkit';
import type { FileTree } from 'nakama-pins/scaffold';

/** A generator's tree, as nakama-pins reads the files of a workspace. */
export function fileTree(tree: Tree): FileTree {
  return {
    read: (file) => tree.read(file, 'utf-8') ?? undefined,
    children: (dir) => tree.children(dir),
    isFile: (path) => tree.exists(path) && tree.isFile(path),
  };
}
