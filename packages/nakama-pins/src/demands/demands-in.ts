import { compareGo } from '../go-module/compare-go';
import { compareVersions } from '../go-module/module-version';
import type { Release } from '../releases/release-model';
import type { Requirements } from './requirements';

/** What a module version asks for, and the server has older. */
export interface VersionDemand {
  /** The shared module; `go` for Go itself. */
  readonly module: string;
  /** The server's version. */
  readonly pin: string;
  readonly demanded: string;
  /** From the module version to the demand. */
  readonly chain: readonly string[];
}

/** What of the requirements is above what the server of a release links, sorted by module, the highest of each. */
export function demandsIn({ requires, go }: Requirements, release: Release): VersionDemand[] {
  const highest = new Map<string, VersionDemand>();
  for (const { path, version, chain } of requires) {
    const module = release.module(path);
    if (!module || module.linkedPackages.length === 0) continue;
    const other = highest.get(path)?.demanded ?? module.version;
    if (compareVersions(version, other) <= 0) continue;
    highest.set(path, { module: path, pin: module.version, demanded: version, chain });
  }
  const sorted = [...highest.values()].sort((a, b) => (a.module < b.module ? -1 : 1));
  if (!go || compareGo(go.version, release.go) <= 0) return sorted;
  return [{ module: 'go', pin: release.go, demanded: go.version, chain: go.chain }, ...sorted];
}

/** The oldest of the releases for which nothing is asked that the server does not have; undefined if there is none. */
export function fittingRelease(requirements: Requirements, newer: Iterable<Release>): string | undefined {
  for (const release of newer) if (demandsIn(requirements, release).length === 0) return release.version;
  return undefined;
}
