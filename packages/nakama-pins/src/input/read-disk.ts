import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { InputError, type Problem } from './problem';

// The only module that reads files.

export interface ReadOptions {
  /** Larger files are refused without reading them. */
  readonly maxBytes: number;
}

// Opening a named pipe must not wait for a writer. Windows has neither the pipe nor the flag.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file, passes its descriptor and its size in bytes to `use`, and closes it.
 *
 * @param displayPath what messages call it, with `/` separators
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

/**
 * Fills memory from a file that `withFile` opened.
 *
 * @param position bytes from the start of the file; where the last such read ended by default
 * @returns how many bytes came: 0 at the end of the file, else perhaps fewer than fit
 */
export function readInto(fd: number, memory: Buffer, position: number | null = null): number {
  return readSync(fd, memory, 0, memory.length, position);
}

/**
 * All bytes of a file.
 *
 * @param displayPath what messages call it, with `/` separators
 * @throws InputError if it can't be opened or read, is not a regular file, or is larger than `maxBytes`
 */
export function readBytes(absPath: string, displayPath: string, { maxBytes }: ReadOptions): Buffer {
  return withFile(absPath, displayPath, (fd, size) => {
    refuseLarger(size, maxBytes, displayPath);
    return Buffer.from(readWhole(fd, size));
  });
}

/** Caches, and files that go has written, have no larger ones. */
const OWN_MAX_BYTES = 1024 * 1024 * 1024;

/**
 * As `readBytes`, of a file of our own: one in a cache, one that go was asked for. Undefined if there is none, or it
 * can't be read.
 *
 * @example
 * readBytesIfPossible('/home/ada/.cache/nakama-pins/found.json')?.toString('utf8');
 */
export function readBytesIfPossible(absPath: string, maxBytes = OWN_MAX_BYTES): Buffer | undefined {
  try {
    return readBytes(absPath, absPath, { maxBytes });
  } catch {
    return undefined;
  }
}

/** Most files fit: those of a thousand plugins take one buffer. */
const SCRATCH = Buffer.allocUnsafeSlow(64 * 1024);

/** All bytes of a file, good until the next call. `readFileSync` asks for the size and the end once more. */
export function readWhole(fd: number, size: number): Buffer {
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

export interface StreamOptions {
  /** The first byte; 0 by default. */
  readonly start?: number;
  /** The last byte; that of the file by default. */
  readonly end?: number;
  readonly signal?: AbortSignal;
  /** A pipe is waited for: `explain <(docker logs nakama)`; else it is refused, or ends at once. */
  readonly waits?: boolean;
  /** Bytes at once. */
  readonly highWaterMark?: number;
}

/** The bytes of a file as they are read: of one that may be large. */
export function streamFile(absPath: string, { waits = false, ...options }: StreamOptions = {}): Readable {
  return createReadStream(absPath, { flags: waits ? 'r' : READ_NOW, ...options });
}

/** Opens a file that may be large, for reading; the caller closes it. */
export function openToRead(absPath: string): Promise<FileHandle> {
  return open(absPath, READ_NOW);
}

/** createReadStream takes numbers too, which its types do not say. */
const READ_NOW = OPEN_FLAGS as unknown as string;

const SYSTEM_MESSAGES: Readonly<Record<string, Pick<Problem, 'message' | 'fix'>>> = {
  EACCES: { message: 'there is no permission to read the file', fix: 'give this user permission to read it' },
  EISDIR: { message: 'this is a folder, not a file' },
  ELOOP: { message: 'the symbolic links lead back to themselves', fix: 'replace the link by the file' },
  ENAMETOOLONG: { message: 'the path is too long' },
  ENOENT: { message: 'the file does not exist' },
  ENOTDIR: { message: 'a part of the path is a file, not a folder' },
  // What a socket, or a device without a driver, answers.
  ENXIO: { message: 'this is not a regular file' },
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

function fileError(file: string, problem: Omit<Problem, 'file'>): InputError {
  return new InputError([{ file, ...problem }]);
}
