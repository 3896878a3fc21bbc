import { lock } from 'proper-lockfile';

export interface FileLockOptions {
  /** One that died is taken over after this long without a sign of life. */
  readonly staleMs: number;
  /** How long others are waited for. */
  readonly waitMs: number;
}

const RETRY_MS = 250;

/**
 * Works with no other process at the same path, which need not exist; its folder has to.
 *
 * @throws an error with code `ELOCKED` where another one does not end; what `work` throws
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
    // Taken over while this computer slept: what is written appears whole all the same.
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
