import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { diskOf } from './disk-of';
import { InputError, type Problem } from './problem';
import { NO_FILE, replaceFile } from './replace-file';
import { appendTo } from './write-disk';

/** A file, and what it is to hold. */
export interface FileToWrite {
  readonly absPath: string;
  /** What messages call it, with `/` separators; `absPath` by default. */
  readonly displayPath?: string;
  /** The whole new content. */
  readonly text: string | Uint8Array;
}

/**
 * Writes the files one after the other, each through a temporary file beside it and a rename, so that each always has
 * its old text or its new one. Permissions stay. If the path is a symbolic link, the file that it leads to is replaced.
 *
 * @throws InputError at the first file that can't be written; the files before it are written, those after it are not
 *
 * @example
 * writeFiles([{ absPath: '/home/ada/game/plugins/arena/go.mod', text: 'module example.com/arena\n' }]);
 */
export function writeFiles(files: readonly FileToWrite[]): void {
  for (const { absPath, displayPath = absPath, text } of files) {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    try {
      replaceFile(absPath, bytes);
    } catch (error) {
      throw systemError(error, displayPath, { absPath, bytes: bytes.length });
    }
  }
}

/**
 * Adds to the end of a file that others add to as well.
 *
 * @throws InputError if it can't be written
 */
export function appendText(absPath: string, text: string): void {
  try {
    appendTo(absPath, text);
  } catch (error) {
    throw systemError(error, absPath);
  }
}

/**
 * Makes a folder and those above it; one that is there stays.
 *
 * @throws InputError if it can't be made
 */
export function makeFolder(absPath: string, displayPath: string): void {
  try {
    mkdirSync(absPath, { recursive: true });
  } catch (error) {
    throw systemError(error, displayPath);
  }
}

const NO_PERMISSION = {
  message: 'there is no permission to write the file',
  fix: 'give this user permission to write in its folder',
};

const SYSTEM_MESSAGES: Readonly<Record<string, Pick<Problem, 'message' | 'fix'>>> = {
  EACCES: NO_PERMISSION,
  EEXIST: { message: 'there is a file with the name of the folder' },
  EISDIR: { message: 'there is a folder with the name of the file' },
  ENOENT: { message: 'the folder of the file does not exist' },
  EDQUOT: {
    message: 'the quota of this user is used up',
    fix: 'delete files of your own, or have it raised',
  },
  EIO: { message: 'the disk did not take the file', fix: 'look at the system log: the disk may be broken' },
  ENOSPC: { message: 'the disk is full', fix: 'free some space on it' },
  ENOTDIR: { message: 'a part of the path is a file, not a folder' },
  [NO_FILE]: {
    message: 'there is a device, a pipe or a socket with the name of the file',
    fix: 'name a file',
  },
  EPERM: NO_PERMISSION,
  EROFS: { message: 'the file system is read-only' },
};

/** What says nothing without the disk that it is about. */
const OF_DISK: ReadonlySet<string | undefined> = new Set(['EDQUOT', 'EIO', 'ENOSPC', 'EROFS']);

/** A disk that is full, in words; undefined for any other error. */
export function fullDisk(error: unknown): InputError | undefined {
  // Node names no file where writing stops, and what is not written by replaceFile is temporary.
  const { code, path = join(tmpdir(), 'file') } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return undefined;
  const disk = diskOf(path);
  const where = disk ? ` (${disk.mount}: ${disk.freeBytes} bytes are free)` : '';
  const message = `${SYSTEM_MESSAGES[code]?.message ?? code}${where}`;
  const fix = 'free some space on it, or set TMPDIR to a folder on another disk';
  return new InputError([{ file: disk?.mount ?? dirname(path), message, fix }]);
}

function systemError(
  error: unknown,
  displayPath: string,
  written?: { readonly absPath: string; readonly bytes: number },
): InputError {
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_MESSAGES[code];
  const disk = written && OF_DISK.has(code) ? diskOf(written.absPath) : undefined;
  const room =
    disk && ` (${disk.mount}: ${disk.freeBytes} bytes are free, ${written?.bytes} are to be written)`;
  const problem = known
    ? { ...known, message: `${known.message}${room ?? ''}` }
    : { message: `it can't be written: ${String(error)}` };
  const inputError = new InputError([{ file: displayPath, ...problem }]);
  inputError.cause = error;
  return inputError;
}
