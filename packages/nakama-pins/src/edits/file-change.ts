/** A file's text before and after; `before` is undefined for a new file, `after` for a removed one. */
export interface FileChange {
  /** Relative to the workspace root. */
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The order in which changes are shown and written. */
export function byFile(a: FileChange, b: FileChange): number {
  return a.file < b.file ? -1 : 1;
}
