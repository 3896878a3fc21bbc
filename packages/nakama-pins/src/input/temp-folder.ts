import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { atEnd } from './at-end';
import { leftovers } from './leftovers';
import { InputError } from './problem';
import { fullDisk } from './write-file';

/** A folder that is there until it is removed, or this process ends, also by a signal. */
export interface TempFolder {
  /** Absolute. */
  readonly path: string;
  remove(): void;
}

const swept = new Set<string>();

/** Of mkdtemp. */
const ENDING = /^-\w{6}$/;

/**
 * Makes a folder for a while. What processes left that were killed, and could remove nothing, goes with the first of its
 * name.
 *
 * @param name what it is called, before the number of this process: `nakama-build`
 * @param parent absolute; that of temporary files by default
 * @throws InputError if none can be made there
 */
export function tempFolder(name: string, parent: string = tmpdir()): TempFolder {
  const beginning = join(parent, `${name}-`);
  if (!swept.has(beginning)) leftovers(beginning, ENDING).forEach(removeQuietly);
  swept.add(beginning);
  const path = make(`${beginning}${process.pid}-`, parent);
  const forget = atEnd(() => removeQuietly(path));
  return {
    path,
    remove: () => {
      forget();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/**
 * A folder beside a path, for what is renamed to it when it is whole; the caller holds the lock of the path, so that nobody else
 * works there. What earlier versions and killed processes left beside it goes.
 */
export function workFolder(path: string): TempFolder {
  const name = `${basename(path)}.tmp`;
  const parent = dirname(path);
  for (const left of readdirSync(parent)) if (left.startsWith(`${name}-`)) removeQuietly(join(parent, left));
  return tempFolder(name, parent);
}

function make(beginning: string, parent: string): string {
  try {
    return mkdtempSync(beginning);
  } catch (error) {
    throw fullDisk(error) ?? unusable(parent, error as NodeJS.ErrnoException);
  }
}

function unusable(parent: string, { code, message }: NodeJS.ErrnoException): InputError {
  const why = WORDS[code ?? ''] ?? message;
  const problem = { message: `no temporary folder can be made here: ${why}` };
  return new InputError([
    { file: parent, ...problem, fix: 'set TMPDIR to a folder that this user may write to' },
  ]);
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write',
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is no folder',
  EPERM: 'there is no permission to write',
  EROFS: 'the file system is read-only',
};

/** It may be another user's, or a program that dies may still write there. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
  } catch {
    // The next run finds it again.
  }
}
