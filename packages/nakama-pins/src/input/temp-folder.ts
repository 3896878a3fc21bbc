import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './at-end';
import { leftovers } from './leftovers';

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
 */
export function tempFolder(name: string, parent: string = tmpdir()): TempFolder {
  const beginning = join(parent, `${name}-`);
  if (!swept.has(beginning)) leftovers(beginning, ENDING).forEach(removeQuietly);
  swept.add(beginning);
  const path = mkdtempSync(`${beginning}${process.pid}-`);
  const forget = atEnd(() => removeQuietly(path));
  return {
    path,
    remove: () => {
      forget();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** It may be another user's, or a program that dies may still write there. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
  } catch {
    // The next run finds it again.
  }
}
