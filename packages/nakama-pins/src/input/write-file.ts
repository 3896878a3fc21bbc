import { sync as writeFileAtomic } from 'write-file-atomic';
import { InputError, type Problem } from './problem';

export interface FileToWrite {
  readonly absPath: string;
  /** What messages call it, with `/` separators; else `absPath`. */
  readonly displayPath?: string;
  /** The whole new content. */
  readonly text: string | Uint8Array;
}

/**
 * Writes the files one after the other, each through a temporary file beside it and a rename: whatever happens, each
 * holds its old text or its new one. Permissions stay; where a symbolic link stands, the file that it leads to is
 * replaced.
 *
 * @throws InputError at the first that can't be written; those before it are written, those after it are not
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

const SYSTEM_MESSAGES: Readonly<Record<string, Pick<Problem, 'message' | 'fix'>>> = {
  EACCES: { message: 'the file may not be written', fix: 'give the writing user permission on its folder' },
  EISDIR: { message: 'a folder stands where the file is to be written' },
  ENOENT: { message: 'the folder of the file does not exist' },
  ENOSPC: { message: 'the disk is full', fix: 'make room on it' },
  ENOTDIR: { message: 'a file stands where a folder of the path belongs' },
  EPERM: { message: 'the file may not be written', fix: 'give the writing user permission on its folder' },
  EROFS: { message: 'the file system is read-only' },
};

function systemError(error: unknown, displayPath: string): InputError {
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_MESSAGES[code];
  const problem = known ?? { message: `the file can't be written: ${String(error)}` };
  const inputError = new InputError([{ file: displayPath, ...problem }]);
  inputError.cause = error;
  return inputError;
}
