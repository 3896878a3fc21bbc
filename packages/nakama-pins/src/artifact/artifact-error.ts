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

/** What was expected, what is there, and why that matters. */
export interface DamageDetail extends Pick<Problem, 'expected' | 'found'> {
  /** What the loader does about it: `the loader stops there`. */
  readonly why?: string;
}

/** @param offset where it is, in bytes from the start of the file; undefined if it has no place */
export function damaged(
  file: string,
  offset: number | undefined,
  what: string,
  { why, ...detail }: DamageDetail = {},
): ArtifactError {
  const place = offset === undefined ? what : `${what} at byte ${offset}`;
  return new ArtifactError('unreadable', {
    file,
    message: why === undefined ? place : `${place}: ${why}`,
    ...detail,
    fix: 'build it again, and copy it whole',
  });
}
