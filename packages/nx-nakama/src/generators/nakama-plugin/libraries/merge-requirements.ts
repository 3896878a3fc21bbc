import { compareVersions, type GoMod, type Release } from 'nakama-pins';
import { type ExistingModule, localReplaces } from '../../../new-module/existing-modules';
import type { PinnedModule } from '../../../new-module/pinned-files';

/** What a plugin's go.mod needs for the libraries that it imports. */
export interface Requirements {
  /** The libraries, and the local modules that these are replaced by: only a plugin's own replaces count for Go. */
  readonly local: readonly ExistingModule[];
  /** What they require besides each other, at the server's version where the server links it. */
  readonly modules: readonly PinnedModule[];
}

/**
 * Gathers requirements of libraries and of what they replace by folders of the workspace. Where two differ in a module
 * that the server does not link, the higher version counts, as for Go.
 *
 * @param existing the modules of the workspace
 */
export function mergeRequirements(
  libraries: readonly ExistingModule[],
  existing: readonly ExistingModule[],
  release: Release,
): Requirements {
  const local = new Set(libraries);
  // A set grows while it is walked: this visits every module that is reached.
  for (const { goMod, dir } of local) {
    for (const replaced of localReplaces(goMod, dir)) {
      const module = existing.find((other) => other.dir === replaced.dir);
      if (module) local.add(module);
    }
  }
  const locals = [...local].sort((a, b) => (a.path < b.path ? -1 : 1));
  const own = new Set(locals.map(({ path }) => path));
  const versions = new Map<string, string>();
  for (const { path, version } of locals.flatMap(({ goMod }: { goMod: GoMod }) => goMod.require)) {
    if (own.has(path)) continue;
    const shared = release.module(path);
    const pin = shared && shared.linkedPackages.length > 0 ? shared.version : version;
    const known = versions.get(path);
    if (known === undefined || compareVersions(pin, known) > 0) versions.set(path, pin);
  }
  const modules = [...versions].map(([path, version]) => ({ path, version }));
  return { local: locals, modules: modules.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}
