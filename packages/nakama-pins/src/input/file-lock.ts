import { lock } from 'proper-lockfile';

export interface FileLockOptions {
  /** A lock whose holder shows no sign of life for this long is taken over. */
  readonly staleMs: number;
  /** How long to wait for other holders. */
  readonly waitMs: number;
}

const RETRY_MS = 250;

/**
 * Does the work while no other process does work at the same path. The path need not exist, but its folder must.
 *
 * @throws an error with code `ELOCKED` if another process does not end; what `work` throws
 */
export async function withFileLock<T>(
  path: string,
  { staleMs, waitMs }: FileLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const release = await lock(path, {
    realpath: false,
    stale: staleMs,
    retries: { retries: Math.ceil(waitMs / RETRY_MS), factor: 1, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
    // The lock was taken over while this computer slept. Files are written whole all the same.
    onCompromised: () => undefined,
  });
  try {
    return await work();
  } finally {
    await release().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTACQUIRED') throw error;
    });
  }
}
