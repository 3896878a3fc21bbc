import type { Tree } from '@nx/devkit';
import type { FileTree } from 'nakama-pins/scaffold';

/** What a tree has changed so far: its files with their texts, relative to the workspace root. */
export function treeTexts(tree: Tree): ReadonlyMap<string, string> {
  return new Map(
    tree
      .listChanges()
      .flatMap(({ path, content }): [string, string][] =>
        content ? [[path, content.toString('utf8')]] : [],
      ),
  );
}

/** A generator's tree, as nakama-pins reads the files of a workspace. */
export function fileTree(tree: Tree): FileTree {
  return {
    read: (file) => tree.read(file, 'utf-8') ?? undefined,
    children: (dir) => tree.children(dir),
    isFile: (path) => tree.exists(path) && tree.isFile(path),
  };
}
