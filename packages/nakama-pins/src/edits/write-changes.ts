import { InputError } from '../input/problem';
import { readBytesIfPossible } from '../input/read-disk';
import { writeFiles } from '../input/write-file';
import type { FileChange } from './file-change';

/** A file changed between reading and writing. */
export class Overtaken extends InputError {}

/**
 * Writes planned changes, each file whole, unless one of the files has changed since the plan was made.
 *
 * @param absolute gives a file's absolute path
 * @param command what to run again: `pin`
 * @throws Overtaken if one has changed, and then nothing is written; InputError if one can't be written
 */
export function writeUnlessOvertaken(
  changes: readonly FileChange[],
  absolute: (file: string) => string,
  command: string,
): void {
  const overtaken = changes.filter(({ file, before }) => readIfExists(absolute(file)) !== before);
  if (overtaken.length > 0) {
    const message = `the file changed while ${command} was running: nothing is written`;
    throw new Overtaken(overtaken.map(({ file }) => ({ file, message, fix: `run ${command} again` })));
  }
  writeFiles(
    changes.map(({ file, after = '' }) => ({ absPath: absolute(file), displayPath: file, text: after })),
  );
}

/** The text of a file; undefined if there is none. */
export function readIfExists(absPath: string): string | undefined {
  return readBytesIfPossible(absPath)?.toString('utf8');
}
