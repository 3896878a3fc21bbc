import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { homeFolder } from '../input/home-folder';
import { InputError } from '../input/problem';

/**
 * The user's folder for what can be downloaded again: NAKAMA_PINS_CACHE, else `nakama-pins` in the system's folder for
 * caches (as os.UserCacheDir of Go).
 *
 * @throws InputError for a user without a home
 */
export function userCache(env: NodeJS.ProcessEnv, platform = process.platform): string {
  if (env['NAKAMA_PINS_CACHE']) return resolve(env['NAKAMA_PINS_CACHE']);
  return join(cachesOf(env, platform), 'nakama-pins');
}

/**
 * A folder in the user's cache, which is made if it is not there: what we make there nobody else can look into.
 *
 * @throws InputError that names the variable for another place, if the folder can't be written
 */
export function cacheFolder(env: NodeJS.ProcessEnv, ...names: readonly string[]): string {
  const folder = join(userCache(env), ...names);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new InputError([
      { file: folder, message: `this folder of the user's cache can't be written: ${code}`, fix: MOVE },
    ]);
  }
}

const MOVE = 'set NAKAMA_PINS_CACHE to a folder that this user can write, or give the permission';

function cachesOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  // A relative XDG_CACHE_HOME is to be ignored (XDG Base Directory Specification).
  const set = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  if (set && (platform === 'win32' || (platform !== 'darwin' && set.startsWith('/')))) return set;
  const home = homeFolder(env);
  if (home === undefined) throw homeless();
  if (platform === 'win32') return join(home, 'AppData', 'Local');
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
}

function homeless(): InputError {
  const message = 'there is no folder for caches: this user has no home';
  return new InputError([
    { file: 'NAKAMA_PINS_CACHE', message, fix: 'set NAKAMA_PINS_CACHE or HOME to a folder of this user' },
  ]);
}
