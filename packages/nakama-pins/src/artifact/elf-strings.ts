import { damaged } from './artifact-error';
import type { ByteSource } from './byte-source';
import { hex } from './elf-segment';

/** The dynamic string table, from its start to the end of what is mapped with it. */
export interface Strings {
  readonly offset: number;
  readonly size: number;
}

const MAX_STRING = 4096;

/**
 * A string of the dynamic string table.
 *
 * @param namedBy the field that has its place, and where that is; without it the error names the string itself
 * @throws ArtifactError if it does not end in the table, or within 4096 bytes
 */
export function readString(
  source: ByteSource,
  { offset, size }: Strings,
  at: number,
  namedBy?: { readonly what: string; readonly place: number },
): string {
  const length = Math.min(MAX_STRING, size - at);
  if (length <= 0) {
    const what = namedBy
      ? `${namedBy.what} names a string beyond the string table`
      : 'a string beyond the string table';
    throw damaged(source.file, namedBy?.place ?? offset, what, {
      expected: `less than ${hex(size)}`,
      found: hex(at),
    });
  }
  const bytes = source.read(offset + at, length, 'a string');
  const end = bytes.indexOf(0);
  if (end >= 0) return bytes.toString('utf8', 0, end);
  throw damaged(source.file, offset + at, 'a string without an end');
}
