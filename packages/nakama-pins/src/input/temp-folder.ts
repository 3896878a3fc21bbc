import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { atEnd } from './at-end';
import { isAlive } from './is-alive';

/** A folder that is there until it is removed, or this process ends, also by a signal. */
export interface TempFolder {
  /** Absolute. */
  readonly path: string;
  remove(): void;
}

const swept = new Set<string>();

/**
 * Makes a folder for a while. What processes left that were killed, and could remove nothing, goes with the first of its
 * name.
 *
 * @param name what it is called, before the number of this process: `nakama-build`
 * @param parent absolute; that of temporary files by default
 */
export function tempFolder(name: string, parent: string = tmpdir()): TempFolder {
  const beginning = join(parent, `${name}-`);
  if (!swept.has(beginning)) sweep(beginning);
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

function sweep(beginning: string): void {
  const prefix = basename(beginning);
  const parent = dirname(beginning);
  for (const name of namesIn(parent)) {
    const [, pid] = /^(\d+)-\w{6}$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) removeQuietly(join(parent, name));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** It may be another user's, or a program that dies may still write there. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
  } catch {
    // The next run finds it again.
  }
}
