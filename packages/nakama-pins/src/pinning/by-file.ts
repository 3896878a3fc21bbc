import type { FileChange } from './types';

/** The order in which changes are shown and written. */
export function byFile(a: FileChange, b: FileChange): number {
  return a.file < b.file ? -1 : 1;
}
