import { mkdirSync } from 'node:fs';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { InputError, type Problem } from './problem';

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
 */
export function writeFiles(files: readonly FileToWrite[]): void {
  for (const { absPath, displayPath = absPath, text } of files) {
    try {
      writeFileAtomic(absPath, typeof text === 'string' ? text : Buffer.from(text));
    } catch (error) {
      throw systemError(error, displayPath);
    }
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
  ENOSPC: { message: 'the disk is full', fix: 'free some space on it' },
  ENOTDIR: { message: 'a part of the path is a file, not a folder' },
  EPERM: NO_PERMISSION,
  EROFS: { message: 'the file system is read-only' },
};

function systemError(error: unknown, displayPath: string): InputError {
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_MESSAGES[code];
  const problem = known ?? { message: `it can't be written: ${String(error)}` };
  const inputError = new InputError([{ file: displayPath, ...problem }]);
  inputError.cause = error;
  return inputError;
}
