/**
 * The files of a workspace as a generator sees them, with what it has changed so far. Paths are relative to the
 * workspace root, with `/` separators; `.` is the root.
 */
export interface FileTree {
  /** The text of a file; undefined if there is none. */
  read(file: string): string | undefined;
  /** Names of the files and folders in a folder; empty if there is none. */
  children(dir: string): readonly string[];
  /** Whether there is a file of this path. */
  isFile(path: string): boolean;
}
