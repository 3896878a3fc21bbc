import { InputError, type Problem } from '../input/problem';

/** `unreadable`: not an ELF file, or a damaged one. `other-platform`: for another machine or operating system. */
export type ArtifactFault = 'unreadable' | 'other-platform';

/** A file that can't be read as a shared library or program for 64-bit Linux. Places in it are bytes from its start. */
export class ArtifactError extends InputError {
  constructor(
    readonly fault: ArtifactFault,
    readonly problem: Problem,
  ) {
    super([problem]);
  }
}

/** @param offset where it is, in bytes from the start of the file; undefined if it has no place */
export function damaged(
  file: string,
  offset: number | undefined,
  what: string,
  detail: Pick<Problem, 'expected' | 'found'> = {},
): ArtifactError {
  return new ArtifactError('unreadable', {
    file,
    message: offset === undefined ? what : `${what} at byte ${offset}`,
    ...detail,
    fix: 'build it again, and copy it whole',
  });
}
