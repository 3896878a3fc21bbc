import { randomUUID } from 'node:crypto';
import { readdir, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isLocked, withFileLock } from '../input/file-lock';
import { removeFolder } from './work-folder';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How much the cache of programs keeps. */
export interface CacheLimits {
  /** Of all programs: those that were used least recently go first. */
  readonly bytes: number;
  /** Since its last use, a program goes after so long. */
  readonly ageMs: number;
  /** A program that was used less long ago stays whatever the others take: a command that got its path may read it. */
  readonly inUseMs: number;
}

/** A server has 67 MB. */
const CACHE_LIMITS: CacheLimits = {
  bytes: 2 * 1024 * 1024 * 1024,
  ageMs: 90 * DAY_MS,
  inUseMs: DAY_MS,
};

/** A lock, and who holds it. */
const LOCK = /\.lock(?:\.by)?$/;

interface Entry {
  readonly path: string;
  readonly bytes: number;
  /** When it was used last: the time of its folder. */
  readonly usedMs: number;
}

/**
 * Removes what is too much or too old from the cache of programs, and the remains of processes that were killed. One
 * process at a time does it, and none waits for it; an entry is gone at once or not at all.
 *
 * @param folder that of the programs; each has a folder in it, whose time is that of its last use
 */
export async function prunePrograms(folder: string, limits: CacheLimits = CACHE_LIMITS): Promise<void> {
  try {
    await withFileLock(join(folder, 'prune'), { staleMs: 30_000, waitMs: 0 }, async () => {
      for (const { path } of surplus(await entriesOf(folder), limits, Date.now())) await remove(path, limits);
    });
  } catch (error) {
    if (!isLocked(error)) throw error;
  }
}

async function entriesOf(folder: string): Promise<Entry[]> {
  const names = (await readdir(folder)).filter((name) => !LOCK.test(name));
  const entries = names.map(async (name): Promise<Entry[]> => {
    const path = join(folder, name);
    const used = await stat(path).catch(() => undefined);
    if (!used) return [];
    const files = (await readdir(path).catch(() => [])).map((file) =>
      stat(join(path, file)).catch(() => undefined),
    );
    const bytes = (await Promise.all(files)).reduce((sum, file) => sum + (file?.size ?? 0), 0);
    return [{ path, bytes, usedMs: used.mtimeMs }];
  });
  return (await Promise.all(entries)).flat();
}

function surplus(entries: readonly Entry[], { bytes, ageMs, inUseMs }: CacheLimits, now: number): Entry[] {
  const newestFirst = [...entries].sort((a, b) => b.usedMs - a.usedMs);
  let total = 0;
  return newestFirst.filter((entry) => {
    total += entry.bytes;
    const age = now - entry.usedMs;
    // What a killed process left is old because nothing uses it.
    const isRemains = basename(entry.path).includes('.tmp-');
    return age > inUseMs && (isRemains || age > ageMs || total > bytes);
  });
}

async function remove(path: string, { inUseMs }: CacheLimits): Promise<void> {
  const aside = `${path}.tmp-${randomUUID()}`;
  await rename(path, aside);
  // Another process may have taken it into use meanwhile.
  const { mtimeMs } = await stat(aside);
  if (Date.now() - mtimeMs > inUseMs) await removeFolder(aside);
  else await rename(aside, path).catch(() => removeFolder(aside));
}
