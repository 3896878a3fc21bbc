import { posix } from 'node:path';

/**
 * A pattern of files in a folder of the workspace; a `!` stands before the whole.
 *
 * @param folder relative to the root, `.` for the root
 */
export function workspaceFile(folder: string, file: string): string {
  return inFolder(folder === '.' ? '{workspaceRoot}' : `{workspaceRoot}/${folder}`, file);
}

export function inFolder(folder: string, file: string): string {
  return file.startsWith('!') ? `!${folder}/${file.slice(1)}` : `${folder}/${file}`;
}

/** The files in the folders above `dir`, the root's first. Modules beside each other get one list. */
export function filesAbove(dir: string, files: readonly string[]): readonly string[] {
  const lists = known.get(files) ?? new Map<string, readonly string[]>();
  known.set(files, lists);
  const parent = dir === '.' ? '' : posix.dirname(dir);
  let list = lists.get(parent);
  if (!list) {
    list = ancestors(dir).flatMap((folder) => files.map((file) => workspaceFile(folder, file)));
    lists.set(parent, list);
  }
  return list;
}

const known = new WeakMap<readonly string[], Map<string, readonly string[]>>();

/** Folders above `dir`, the root first; none for the root itself. */
function ancestors(dir: string): string[] {
  if (dir === '.') return [];
  const parent = posix.dirname(dir);
  return [...ancestors(parent), parent];
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
