import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isLocked, withFileLock } from '../input/file-lock';
import { holderOf } from '../input/lock-holder';
import { InputError } from '../input/problem';
import { lockFolder } from '../toolchain/lock-folder';
import type { Tools } from '../toolchain/tools';

/** Another run takes over after five seconds without a sign of life; a run with downloads takes minutes at most. */
const LOCK = { staleMs: 5000, waitMs: 10 * 60 * 1000 };

export interface ModuleLockOptions {
  /** The folder of the locks (`lockFolder`): outside the workspace, so that they are never committed. */
  readonly place: string;
  /** Told who is waited for, as one line. */
  readonly say: (text: string) => void;
}

/** The locks of this user, and where it is said who is waited for. */
export function userLocks(tools: Tools): ModuleLockOptions {
  return { place: lockFolder(tools.around.env), say: (text) => tools.say(text) };
}

/**
 * Keeps other runs that edit the same modules waiting.
 *
 * @param folders absolute
 * @throws InputError if another run does not end; what `work` throws
 */
export async function withModuleLocks<T>(
  folders: readonly string[],
  options: ModuleLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  // All runs lock in one order, so two that share a library module can't wait for each other.
  return holding([...new Set(folders)].sort(), options, work);
}

async function holding<T>(
  folders: readonly string[],
  options: ModuleLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const [folder, ...others] = folders;
  if (folder === undefined) return work();
  const { place, say } = options;
  const lockPath = join(place, createHash('sha256').update(folder).digest('hex'));
  let isHeld = false;
  const onWait = (holder: string): void => say(`waiting for ${holder}, which edits ${folder}`);
  return withFileLock(folder, { ...LOCK, lockPath, onWait }, () => {
    isHeld = true;
    return holding(others, options, work);
  }).catch((error: unknown) => {
    if (isHeld || !isLocked(error)) throw error;
    const message = `another run that edits this folder has not ended: ${holderOf(lockPath)}`;
    throw new InputError([
      { file: folder, message, fix: 'wait for it or end it, then run the command again' },
    ]);
  });
}
