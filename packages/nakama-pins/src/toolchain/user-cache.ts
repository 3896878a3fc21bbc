import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The folder of this user for what can be downloaded again: NAKAMA_PINS_CACHE, else `nakama-pins` where the system
 * keeps caches (as os.UserCacheDir of Go has it).
 */
export function userCache(env: NodeJS.ProcessEnv, platform = process.platform): string {
  if (env['NAKAMA_PINS_CACHE']) return resolve(env['NAKAMA_PINS_CACHE']);
  return join(cachesOf(env, platform), 'nakama-pins');
}

function cachesOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = env['HOME'] || homedir();
  if (platform === 'win32') return env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  // A relative XDG_CACHE_HOME is to be ignored (XDG Base Directory Specification).
  const xdg = env['XDG_CACHE_HOME'];
  return xdg?.startsWith('/') ? xdg : join(home, '.cache');
}
