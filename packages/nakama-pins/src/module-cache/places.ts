import { delimiter, join } from 'node:path';
import type { ModuleVersion } from '../go-module/module-files';
import { homeFolder } from '../input/home-folder';
import { escapeModule } from '../module-proxy/escape';

/** Where go keeps a module version: https://go.dev/ref/mod#module-cache. All absolute; nothing of it need be there. */
export interface CachedModule {
  readonly path: string;
  readonly version: string;
  /** Its files. */
  readonly folder: string;
  readonly zip: string;
  /** The file with the hash of go.sum. */
  readonly zipHash: string;
}

/** Go's module cache: GOMODCACHE, else that in the first folder of GOPATH, else that in the user's home. */
export function moduleCache(env: NodeJS.ProcessEnv): string | undefined {
  if (env['GOMODCACHE']) return env['GOMODCACHE'];
  const [goPath] = (env['GOPATH'] ?? '').split(delimiter);
  if (goPath) return join(goPath, 'pkg', 'mod');
  const home = homeFolder(env);
  return home && join(home, 'go', 'pkg', 'mod');
}

/** @param cache Go's module cache */
export function cachedModule(cache: string, { path, version = '' }: ModuleVersion): CachedModule {
  const [escapedPath, escapedVersion] = [escapeModule(path), escapeModule(version)];
  const download = join(cache, 'cache', 'download', escapedPath, '@v', escapedVersion);
  return {
    path,
    version,
    folder: join(cache, `${escapedPath}@${escapedVersion}`),
    zip: `${download}.zip`,
    zipHash: `${download}.ziphash`,
  };
}
