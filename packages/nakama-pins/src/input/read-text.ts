import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { InputError, type Position, type Problem } from './problem';

export interface ReadTextOptions {
  /** Larger files are refused without reading them. */
  readonly maxBytes: number;
}

// Opening a named pipe must not wait for a writer. Windows has neither the pipe nor the flag.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a whole UTF-8 text file. A byte order mark and CRLF stay in the text: the reader of
 * the format decides whether they are allowed.
 *
 * @param absPath what is opened
 * @param displayPath what messages call it, with `/` separators
 * @throws InputError if it can't be opened, is not a regular file, is larger than `maxBytes`, contains a NUL byte
 * or is not UTF-8 (both with line and column)
 */
export function readTextFile(absPath: string, displayPath: string, options: ReadTextOptions): string {
  return withFile(absPath, displayPath, (fd, size) => {
    refuseLarger(size, options.maxBytes, displayPath);
    return decodeText(readWhole(fd, size), displayPath);
  });
}

/** As `readTextFile`; undefined if there is no file at the path. */
export function readTextFileIfExists(
  absPath: string,
  displayPath: string,
  options: ReadTextOptions,
): string | undefined {
  try {
    return readTextFile(absPath, displayPath, options);
  } catch (error) {
    if (error instanceof InputError && MISSING.has(causeCode(error))) return undefined;
    throw error;
  }
}

/**
 * Opens a regular file, passes its descriptor and its size in bytes to `use`, and closes it.
 *
 * @throws InputError if it can't be opened or read, or is not a regular file
 */
export function withFile<T>(absPath: string, displayPath: string, use: (fd: number, size: number) => T): T {
  let fd: number | undefined;
  try {
    fd = openSync(absPath, OPEN_FLAGS);
    const stat = fstatSync(fd);
    if (!stat.isFile()) {
      throw fileError(displayPath, {
        message: stat.isDirectory() ? 'this is a folder, not a file' : 'this is not a regular file',
        expected: 'a text file',
      });
    }
    return use(fd, stat.size);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw systemError(error, displayPath);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Most files fit: those of a thousand plugins take one buffer. */
const SCRATCH = Buffer.allocUnsafeSlow(64 * 1024);

/** All bytes of a file, good until the next call. `readFileSync` asks for the size and the end once more. */
function readWhole(fd: number, size: number): Buffer {
  let buffer = size < SCRATCH.length ? SCRATCH : Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const read = readSync(fd, buffer, length, buffer.length - length, null);
    length += read;
    // Files of /proc have no size.
    if (read === 0 || (length === size && size > 0)) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
  }
}

/** @throws InputError if `size` bytes are more than the limit */
export function refuseLarger(size: number, maxBytes: number, displayPath: string): void {
  if (size <= maxBytes) return;
  throw fileError(displayPath, {
    message: 'the file is too large',
    expected: `at most ${maxBytes} bytes`,
    found: `${size} bytes`,
  });
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

const SYSTEM_MESSAGES: Readonly<Record<string, Pick<Problem, 'message' | 'fix'>>> = {
  EACCES: { message: 'there is no permission to read the file', fix: 'give this user permission to read it' },
  EISDIR: { message: 'this is a folder, not a file' },
  ELOOP: { message: 'the symbolic links lead back to themselves', fix: 'replace the link by the file' },
  ENAMETOOLONG: { message: 'the path is too long' },
  ENOENT: { message: 'the file does not exist' },
  ENOTDIR: { message: 'a part of the path is a file, not a folder' },
  EPERM: { message: 'there is no permission to read the file', fix: 'give this user permission to read it' },
};

/** What Node puts in place of bytes that are not UTF-8. */
const NOT_UTF8 = /\uFFFD/;

const UNNAMEABLE = {
  message: 'a name in this path is not UTF-8, and files can be opened by names in UTF-8 alone',
  fix: 'give it another name',
};

function systemError(error: unknown, displayPath: string): InputError {
  const { code } = error as NodeJS.ErrnoException;
  const known =
    code === undefined ? undefined : NOT_UTF8.test(displayPath) ? UNNAMEABLE : SYSTEM_MESSAGES[code];
  const inputError = fileError(displayPath, known ?? { message: `the file can't be read: ${String(error)}` });
  inputError.cause = error;
  return inputError;
}

function causeCode(error: InputError): string | undefined {
  return (error.cause as NodeJS.ErrnoException | undefined)?.code;
}

function fileError(file: string, problem: Omit<Problem, 'file'>): InputError {
  return new InputError([{ file, ...problem }]);
}
