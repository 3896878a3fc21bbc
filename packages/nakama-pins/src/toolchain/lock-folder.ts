import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../input/problem';
import { cacheFolder } from './user-cache';

/**
 * The folder of this user's locks: in the user's cache, or where that can't be written, one in the folder for temporary
 * files that nobody else can write.
 *
 * @throws InputError if another user has made that one
 */
export function lockFolder(env: NodeJS.ProcessEnv, temporary = tmpdir()): string {
  try {
    return cacheFolder(env, 'locks');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return ownIn(temporary);
  }
}

/** All runs of a user have to find it, so its name is known: another user may have made it. */
function ownIn(temporary: string): string {
  const uid = process.getuid?.();
  const folder = join(temporary, uid === undefined ? 'nakama-pins-locks' : `nakama-pins-locks-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  // On Windows the folder for temporary files is the user's own.
  const isOurs = uid === undefined || (stat.uid === uid && (stat.mode & 0o077) === 0);
  if (stat.isDirectory() && isOurs) return folder;
  throw new InputError([
    {
      file: folder,
      message:
        "the user's cache can't be written, and in place of it there is a folder that is not of this user alone",
      fix: 'set NAKAMA_PINS_CACHE to a folder that this user can write',
    },
  ]);
}
