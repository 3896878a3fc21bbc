import { isUtf8 } from 'node:buffer';
import { InputError, type Position, type Problem } from './problem';
import { type ReadOptions, readWhole, refuseLarger, withFile } from './read-disk';

/**
 * Reads a whole UTF-8 text file. A byte order mark and CRLF stay in the text: the reader of
 * the format decides whether they are allowed.
 *
 * @param absPath what is opened
 * @param displayPath what messages call it, with `/` separators
 * @throws InputError if it can't be opened, is not a regular file, is larger than `maxBytes`, contains a NUL byte
 * or is not UTF-8 (both with line and column)
 */
export function readTextFile(absPath: string, displayPath: string, options: ReadOptions): string {
  return withFile(absPath, displayPath, (fd, size) => {
    refuseLarger(size, options.maxBytes, displayPath);
    return decodeText(readWhole(fd, size), displayPath);
  });
}

/** As `readTextFile`; undefined if there is no file at the path. */
export function readTextFileIfExists(
  absPath: string,
  displayPath: string,
  options: ReadOptions,
): string | undefined {
  try {
    return readTextFile(absPath, displayPath, options);
  } catch (error) {
    if (error instanceof InputError && MISSING.has(causeCode(error))) return undefined;
    throw error;
  }
}

/**
 * Bytes as text.
 *
 * @throws InputError at the first NUL byte, or the first byte that is not UTF-8
 */
export function decodeText(bytes: Buffer, displayPath: string): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    throw fileError(displayPath, {
      position: endPosition(bytes.toString('utf8', 0, nul)),
      message: 'the text file contains a NUL byte',
      expected: 'UTF-8 text',
      fix: 'restore the file from version control, or delete the byte',
    });
  }
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) {
    const bad = firstInvalidByte(bytes, text);
    throw fileError(displayPath, {
      position: endPosition(bytes.toString('utf8', 0, bad)),
      message: 'the file is not UTF-8',
      expected: 'UTF-8 text',
      found: `byte 0x${bytes[bad]?.toString(16).padStart(2, '0')}`,
      fix: 'save the file as UTF-8',
    });
  }
  return text;
}

/** Decoding replaces a bad sequence by U+FFFD, so the text encoded again differs from that place on. */
function firstInvalidByte(bytes: Buffer, decoded: string): number {
  const encoded = Buffer.from(decoded, 'utf8');
  let at = 0;
  while (bytes[at] === encoded[at]) at++;
  // A bad sequence may share its first bytes with U+FFFD (EF BF BD), so go back to the beginning of the character.
  while (((encoded[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

function endPosition(textBefore: string): Position {
  const lineStart = textBefore.lastIndexOf('\n') + 1;
  return { line: textBefore.split('\n').length, column: textBefore.length - lineStart + 1 };
}

const MISSING: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR']);

function causeCode(error: InputError): string | undefined {
  return (error.cause as NodeJS.ErrnoException | undefined)?.code;
}

function fileError(file: string, problem: Omit<Problem, 'file'>): InputError {
  return new InputError([{ file, ...problem }]);
}
