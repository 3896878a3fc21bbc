import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

/** A pin with downloads takes minutes at most; one that died is taken over after this long without a sign of life. */
const STALE_MS = 15_000;
const RETRY_MS = 250;
const MAX_RETRIES = 2400;

/**
 * Keeps other pins of the same folders waiting. The locks lie outside the workspace, so that nothing of them is ever
 * committed.
 *
 * @param folders absolute
 */
export async function withLock<T>(folders: readonly string[], work: () => Promise<T>): Promise<T> {
  const place = join(tmpdir(), `nakama-pins-${userInfo().username}`);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const releases: (() => Promise<void>)[] = [];
  try {
    // One order for everybody: two pins that share a library can't wait for each other.
    for (const folder of [...new Set(folders)].sort()) {
      const lockfilePath = join(place, createHash('sha256').update(folder).digest('hex'));
      const retries = { retries: MAX_RETRIES, factor: 1, minTimeout: RETRY_MS, maxTimeout: RETRY_MS };
      releases.push(await lock(folder, { lockfilePath, realpath: false, stale: STALE_MS, retries }));
    }
    return await work();
  } finally {
    for (const release of releases.reverse()) await release();
  }
}
