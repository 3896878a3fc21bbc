import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBytesIfPossible } from '../input/read-disk';
import { type CachedModule, cachedModule, moduleCache } from '../module-cache/places';
import { findProgram } from './find-program';
import { toolchainName } from './go-environment';
import { hostPlatform, toolchainModule } from './toolchain-module';

/** The folder of an exact Go that was downloaded, by go or by us: it can be had again. */
export interface GoRoot {
  /** `1.26.5` */
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
  /** The platform that it runs on, as Go names it; that of this computer by default. */
  readonly host?: string;
  /** In go's module cache; undefined if it is in ours. */
  readonly module?: CachedModule;
}

/**
 * The folder in go's module cache from which a go on PATH runs as another version; undefined if it is that version itself,
 * or finds a program of that name on PATH (https://go.dev/doc/toolchain#select).
 *
 * @param env of the runs of go
 */
export function switchedRoot(go: string, version: string, env: NodeJS.ProcessEnv): GoRoot | undefined {
  const name = toolchainName(version);
  const cache = moduleCache(env);
  if (cache === undefined || ownVersion(go) === name || findProgram(name, env) !== undefined)
    return undefined;
  const module = cachedModule(cache, toolchainModule(version, hostPlatform()));
  return { version, folder: module.folder, module };
}

/** The root of a go on PATH; what it was made from, it does not say. */
export function rootOf(go: string): string {
  try {
    return dirname(dirname(realpathSync(go)));
  } catch {
    return dirname(dirname(go));
  }
}

function ownVersion(go: string): string | undefined {
  return readBytesIfPossible(join(rootOf(go), 'VERSION'))
    ?.toString('utf8')
    .split(/\s/)[0];
}

/** Whether a file of a toolchain is one of the programs that are run. */
export function isToolchainProgram(file: string): boolean {
  return /^(?:bin|pkg\/tool)\//.test(file);
}
