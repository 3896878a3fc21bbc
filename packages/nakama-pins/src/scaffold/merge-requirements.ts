import { compareVersions } from '../go-module/module-version';
import type { Release } from '../releases/release-model';
import type { ExistingModule } from './existing-modules';
import { byPath, type PinnedModule } from './pinned-module';

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
  const local = withReplaced(libraries, existing);
  const own = new Set(local.map(({ path }) => path));
  const versions = new Map<string, string>();
  for (const { path, version } of local.flatMap(({ requires }) => requires)) {
    if (own.has(path)) continue;
    const shared = release.module(path);
    const pin = shared && shared.linkedPackages.length > 0 ? shared.version : version;
    const known = versions.get(path);
    if (known === undefined || compareVersions(pin, known) > 0) versions.set(path, pin);
  }
  return { local, modules: [...versions].map(([path, version]) => ({ path, version })).sort(byPath) };
}

function withReplaced(
  libraries: readonly ExistingModule[],
  existing: readonly ExistingModule[],
): ExistingModule[] {
  const local = new Set(libraries);
  // A set grows while it is walked: this visits every module that is reached.
  for (const { localFolders } of local) {
    for (const dir of localFolders) {
      const module = existing.find((other) => other.dir === dir);
      if (module) local.add(module);
    }
  }
  return [...local].sort(byPath);
}
