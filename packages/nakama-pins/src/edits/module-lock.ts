import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { isLocked, withFileLock } from '../input/file-lock';
import { InputError } from '../input/problem';

/** Another run takes over after five seconds without a sign of life; a run with downloads takes minutes at most. */
const LOCK = { staleMs: 5000, waitMs: 10 * 60 * 1000 };

/**
 * Keeps other runs that edit the same modules waiting.
 *
 * @param folders absolute
 * @param place the folder of the locks; outside the workspace, so that they are never committed
 * @throws InputError if another run does not end; what `work` throws
 */
export async function withModuleLocks<T>(
  folders: readonly string[],
  work: () => Promise<T>,
  place = join(tmpdir(), `nakama-pins-${user()}`),
): Promise<T> {
  mkdirSync(place, { recursive: true, mode: 0o700 });
  // All runs lock in one order, so two that share a library module can't wait for each other.
  return holding([...new Set(folders)].sort(), work, place);
}

async function holding<T>(folders: readonly string[], work: () => Promise<T>, place: string): Promise<T> {
  const [folder, ...others] = folders;
  if (folder === undefined) return work();
  const lockPath = join(place, createHash('sha256').update(folder).digest('hex'));
  let isHeld = false;
  return withFileLock(folder, { ...LOCK, lockPath }, () => {
    isHeld = true;
    return holding(others, work, place);
  }).catch((error: unknown) => {
    if (isHeld || !isLocked(error)) throw error;
    const message = 'another run that edits this folder has not ended';
    throw new InputError([
      { file: folder, message, fix: 'wait for it or end it, then run the command again' },
    ]);
  });
}

/** A container's user may have only a number and no name. */
function user(): string | number {
  return process.getuid?.() ?? userInfo().username;
}
