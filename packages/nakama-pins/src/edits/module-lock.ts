import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { InputError } from '../input/problem';

/** A pin that died is taken over after this long without a sign of life: nobody who runs it again waits longer. */
const STALE_MS = 5000;
const RETRY_MS = 250;
/** Ten minutes: a pin with downloads takes minutes at most. */
const MAX_RETRIES = 2400;

/**
 * Keeps other pins of the same folders waiting.
 *
 * @param folders absolute
 * @param place where the locks are kept; outside the workspace, so that nothing of them is ever committed
 * @throws InputError where another pin does not end; what `work` throws
 */
export async function withLock<T>(
  folders: readonly string[],
  work: () => Promise<T>,
  place = join(tmpdir(), `nakama-pins-${user()}`),
): Promise<T> {
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const releases: (() => Promise<void>)[] = [];
  try {
    // One order for everybody: two pins that share a library can't wait for each other.
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
    // Taken over while this computer slept: whoever writes last finds the files changed, and begins anew.
    onCompromised: () => {
      lost = true;
    },
  }).catch((error: unknown) => {
    if (codeOf(error) !== 'ELOCKED') throw error;
    const message = 'another pin of this folder does not end';
    throw new InputError([{ file: folder, message, fix: 'end it, then run pin again' }]);
  });
  return async () => {
    if (!lost) await release();
  };
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** A container's user may have a number and no name. */
function user(): string | number {
  return process.getuid?.() ?? userInfo().username;
}
