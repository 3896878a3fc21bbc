import { posix } from 'node:path';
import { describeChange, type FileChange } from 'nakama-pins/plan';

/** What changes in a file, with its folder where that is not the one the report is about. */
export function changesFrom(dir: string, change: FileChange): string[] {
  const folder = posix.dirname(change.file);
  return describeChange(change).map((what) => (folder === dir ? what : `${folder}: ${what}`));
}
