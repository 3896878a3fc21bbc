import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { InputError } from '../input/problem';

/** A lock whose holder shows no sign of life for this long is taken over, so that a new run need not wait longer. */
const STALE_MS = 5000;
const RETRY_MS = 250;
/** Ten minutes; a run with downloads takes some minutes at most. */
const MAX_RETRIES = 2400;

/**
 * Keeps other runs that write the same folders waiting.
 *
 * @param folders absolute
 * @param place the folder of the locks; outside the workspace, so that they are never committed
 * @throws InputError if another run does not end; what `work` throws
 */
export async function withLock<T>(
  folders: readonly string[],
  work: () => Promise<T>,
  place = join(tmpdir(), `nakama-pins-${user()}`),
): Promise<T> {
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const releases: (() => Promise<void>)[] = [];
  try {
    // All runs lock in one order, so two that share a library module can't wait for each other.
    for (const folder of [...new Set(folders)].sort()) releases.push(await acquire(folder, place));
    return await work();
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

async function acquire(folder: string, place: string): Promise<() => Promise<void>> {
  let lost = false;
  const release = await lock(folder, {
    lockfilePath: join(place, createHash('sha256').update(folder).digest('hex')),
    realpath: false,
    stale: STALE_MS,
    retries: { retries: MAX_RETRIES, factor: 1, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
    // The lock was taken over while this computer slept: the last run to write finds changed files and starts again.
    onCompromised: () => {
      lost = true;
    },
  }).catch((error: unknown) => {
    if (codeOf(error) !== 'ELOCKED') throw error;
    const message = 'another run that writes this folder has not ended';
    throw new InputError([
      { file: folder, message, fix: 'wait for it or end it, then run the command again' },
    ]);
  });
  return async () => {
    if (!lost) await release();
  };
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** A container's user may have only a number and no name. */
function user(): string | number {
  return process.getuid?.() ?? userInfo().username;
}
