import { lock } from 'proper-lockfile';

export interface FileLockOptions {
  /** A lock whose holder shows no sign of life for this long is taken over. */
  readonly staleMs: number;
  /** How long to wait for other holders. */
  readonly waitMs: number;
  /** Where the lock is kept; beside the path by default. */
  readonly lockPath?: string;
}

const RETRY_MS = 250;

/**
 * Does the work while no other process works at the same path. The path need not exist, but the folder of the lock must.
 *
 * @throws an error with code `ELOCKED` if another process does not end; what `work` throws
 */
export async function withFileLock<T>(
  path: string,
  { staleMs, waitMs, lockPath }: FileLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  let isLost = false;
  const release = await lock(path, {
    ...(lockPath !== undefined && { lockfilePath: lockPath }),
    realpath: false,
    stale: staleMs,
    retries: { retries: Math.ceil(waitMs / RETRY_MS), factor: 1, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
    // Another process took over the lock while this computer slept. Files are written whole all the same.
    onCompromised: () => {
      isLost = true;
    },
  });
  try {
    return await work();
  } finally {
    if (!isLost) await release();
  }
}

/** Whether an error says that another process holds the lock. */
export function isLocked(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ELOCKED';
}
