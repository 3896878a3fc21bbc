import type { FileTree } from '../file-tree';

/** A workspace of these files, by their path. */
export function memoryTree(files: Readonly<Record<string, string>>): FileTree {
  const below = (dir: string): string[] =>
    Object.keys(files)
      .filter((file) => dir === '.' || file.startsWith(`${dir}/`))
      .map((file) => (dir === '.' ? file : file.slice(dir.length + 1)));
  return {
    read: (file) => files[file],
    children: (dir) => [...new Set(below(dir).map((file) => file.split('/')[0] as string))],
    isFile: (path) => path in files,
  };
}
