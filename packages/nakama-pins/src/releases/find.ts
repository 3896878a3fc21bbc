import { isStandardPackage, STANDARD_PACKAGES } from '../go-module/standard-packages';
import { nearMatch } from '../input/json-file';
import type { Release } from './release-model';

/**
 * `linked`: the server links the package, or packages of the module: a plugin that links it too must pin it.
 * `vendored`: the package is in the server's vendor folder, but the server never links it.
 * `module-only`: the server has the module, but not this package; what the package imports of the module is shared.
 * `standard`: the package is in the standard library, which comes with Go.
 * `absent`: the server has neither the package nor its module.
 */
export type PresenceInServer = 'linked' | 'vendored' | 'module-only' | 'standard' | 'absent';

/** What a release knows of a package or module path. */
export interface FoundInRelease {
  readonly release: string;
  readonly presence: PresenceInServer;
  /** The module that contains it. */
  readonly module?: string;
  readonly version?: string;
  /** Packages among those asked for that are patched: no version of the module matches the server. */
  readonly patchedPackages: readonly string[];
  /** The line for go.mod. */
  readonly require?: string;
  /** If absent: modules of the release, or a standard package, that may have been meant; left out if there are none. */
  readonly nearest?: readonly string[];
}

/** Looks up a package or module path, as Nakama's documentation tells people to do in vendor/modules.txt. */
export function findInRelease(query: string, release: Release): FoundInRelease {
  const module = release.moduleOfPackage(query);
  if (module === undefined) {
    const found = { release: release.version, patchedPackages: [] };
    if (isStandardPackage(query) || release.standardPackages.includes(query))
      return { ...found, presence: 'standard' };
    const nearest = nearestTo(query, release);
    return { ...found, presence: 'absent', ...(nearest.length > 0 && { nearest }) };
  }
  const packages = query === module.path ? module.linkedPackages : [query];
  return {
    release: release.version,
    presence: presenceOf(query, packages, release),
    module: module.path,
    version: module.version,
    patchedPackages: packages.filter((name) => release.isPatched(name)),
    require: `require ${module.path} ${module.version}`,
  };
}

/** Ranges of releases with the same answer: `from` is the newest, `to` the oldest of a range. */
export interface FoundInReleases extends Omit<FoundInRelease, 'release'> {
  readonly from: string;
  readonly to: string;
}

/** @param releases newest first */
export function findInReleases(query: string, releases: readonly Release[]): FoundInReleases[] {
  const ranges: FoundInReleases[] = [];
  for (const release of releases) {
    const { release: name, ...found } = findInRelease(query, release);
    const last = ranges.at(-1);
    if (last !== undefined && isSame(found, last)) ranges[ranges.length - 1] = { ...last, to: name };
    else ranges.push({ from: name, to: name, ...found });
  }
  return ranges;
}

function presenceOf(query: string, packages: readonly string[], release: Release): PresenceInServer {
  if (packages.some((name) => release.isLinked(name))) return 'linked';
  const module = release.moduleOfPackage(query);
  return module?.path === query || module?.vendoredPackages.includes(query) ? 'vendored' : 'module-only';
}

function isSame(found: Omit<FoundInRelease, 'release'>, range: FoundInReleases): boolean {
  return (
    found.presence === range.presence &&
    found.require === range.require &&
    found.patchedPackages.join() === range.patchedPackages.join()
  );
}

/** Modules with that name in their path (`zap`), else the one with the fewest typing slips. */
function nearestTo(query: string, release: Release): string[] {
  const paths = release.modules.map(({ path }) => path);
  const named = paths.filter((path) => path.split('/').includes(query));
  if (named.length > 0) return named;
  const near = nearMatch(query, [...paths, ...STANDARD_PACKAGES]);
  return near === undefined ? [] : [near];
}
