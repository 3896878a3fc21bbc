import { setTimeout } from 'node:timers/promises';
import { holderOf, signedBy } from './lock-holder';

export interface FileLockOptions {
  /** A lock whose holder shows no sign of life for this long is taken over. */
  readonly staleMs: number;
  /** How long to wait for other holders. */
  readonly waitMs: number;
  /** Where the lock is kept; beside the path by default. */
  readonly lockPath?: string;
  /** Told once who holds the lock, if it has to be waited for: `process 4711 (nakama-pins pin plugins/arena)`. */
  readonly onWait?: (holder: string) => void;
}

const RETRY_MS = 250;

/**
 * Does the work while no other process works at the same path. The path need not exist, but the folder of the lock must.
 *
 * @throws an error with code `ELOCKED` if another process does not end; what `work` throws
 */
export async function withFileLock<T>(
  path: string,
  { staleMs, waitMs, lockPath = `${path}.lock`, onWait }: FileLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  // Loaded when first needed: it listens to signals from then on, which work by text alone would keep waiting.
  const { lock } = await import('proper-lockfile');
  let isLost = false;
  const take = (): Promise<() => Promise<void>> =>
    lock(path, {
      lockfilePath: lockPath,
      realpath: false,
      stale: staleMs,
      // Another process took over the lock while this computer slept. Files are written whole all the same.
      onCompromised: () => {
        isLost = true;
      },
    });
  const release = await waiting(take, waitMs, () => onWait?.(holderOf(lockPath)));
  const unsign = signedBy(lockPath);
  try {
    return await work();
  } finally {
    unsign();
    if (!isLost) await release();
  }
}

async function waiting<T>(take: () => Promise<T>, waitMs: number, onWait: () => void): Promise<T> {
  const end = performance.now() + waitMs;
  for (let tries = 0; ; tries++) {
    try {
      return await take();
    } catch (error) {
      if (!isLocked(error) || performance.now() >= end) throw error;
      // What is over after a moment is not worth a word.
      if (tries === 2) onWait();
      await setTimeout(RETRY_MS);
    }
  }
}

/** Whether an error says that another process holds the lock. */
export function isLocked(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ELOCKED';
}
