import { join } from 'node:path';
import { homeFolder } from '../input/home-folder';
import { readBytesIfPossible } from '../input/read-disk';

/** A user's settings for go, by variable or by `go env -w`; empty if not set. */
export type GoSettings = (name: `GO${string}`) => string;

/** A larger file can't be a go/env file. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads settings as cmd/go does (internal/cfg, Getenv): a variable that is not empty, else the line of the file that
 * `go env -w` writes, which GOENV moves or turns off. A file that can't be read sets nothing.
 */
export function goSettings(env: NodeJS.ProcessEnv): GoSettings {
  const file = goEnvFile(env);
  let written: ReadonlyMap<string, string> | undefined;
  return (name) => {
    const variable = env[name];
    if (variable) return variable;
    written ??= file === undefined ? new Map() : readGoEnvFile(file);
    return written.get(name) ?? '';
  };
}

/** Where `go env -w` writes: GOENV, else `go/env` in the user's folder for configuration (os.UserConfigDir). */
export function goEnvFile(env: NodeJS.ProcessEnv, platform = process.platform): string | undefined {
  if (env['GOENV'] === 'off') return undefined;
  if (env['GOENV']) return env['GOENV'];
  const folder = userConfigFolder(env, platform);
  return folder === undefined ? undefined : join(folder, 'go', 'env');
}

function userConfigFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return env['AppData'] ?? env['APPDATA'];
  const home = homeFolder(env);
  if (home === undefined) return undefined;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return env['XDG_CONFIG_HOME'] || join(home, '.config');
}

function readGoEnvFile(file: string): Map<string, string> {
  // Go, too, ignores a file that can't be read.
  const text = readBytesIfPossible(file, MAX_BYTES)?.toString('utf8') ?? '';
  const lines = text.matchAll(/^([A-Z][^=\r\n]*)=(.*?)\r?$/gm);
  return new Map(Array.from(lines, ([, name = '', value = '']) => [name, value]));
}
