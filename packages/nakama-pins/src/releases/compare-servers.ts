import type { Platform, Release } from './release-model';

/** One value in two servers; undefined where a server lacks it. */
export interface Differing {
  readonly expected?: string;
  readonly found?: string;
}

/** How two servers differ on one platform, in what plugins meet. */
export interface ServerDifference {
  readonly go?: Differing;
  /** Modules that either of them links, sorted by path. */
  readonly modules: readonly (Differing & { readonly path: string })[];
  /** Fingerprints, sorted by import path. */
  readonly packages: readonly (Differing & { readonly path: string })[];
}

/**
 * Compares what two servers demand of a plugin: Go, the versions of linked modules, fingerprints.
 *
 * @param expected without fingerprints for the platform, only Go and module versions are compared
 */
export function compareServers(expected: Release, found: Release, platform: Platform): ServerDifference {
  const own = expected.fingerprints(platform);
  const theirs = found.fingerprints(platform);
  return {
    ...(expected.go !== found.go && { go: { expected: expected.go, found: found.go } }),
    modules: differing(linkedModules(expected, own), linkedModules(found, theirs)),
    packages: own && theirs ? differing(own, theirs) : [],
  };
}

/** Whether plugins meet no difference. */
export function isSame({ go, modules, packages }: ServerDifference): boolean {
  return go === undefined && modules.length === 0 && packages.length === 0;
}

/** Path -> version of the modules that have a linked package; another platform may link more. */
function linkedModules(
  { modules }: Release,
  fingerprints: ReadonlyMap<string, string> | undefined,
): Map<string, string> {
  const isLinked = (name: string): boolean => fingerprints === undefined || fingerprints.has(name);
  return new Map(
    modules
      .filter(({ linkedPackages }) => linkedPackages.some(isLinked))
      .map(({ path, version }) => [path, version]),
  );
}

function differing(
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): (Differing & { readonly path: string })[] {
  const paths = [...new Set([...expected.keys(), ...found.keys()])].sort();
  return paths.flatMap((path) => {
    const [own, theirs] = [expected.get(path), found.get(path)];
    if (own === theirs) return [];
    return [
      { path, ...(own !== undefined && { expected: own }), ...(theirs !== undefined && { found: theirs }) },
    ];
  });
}
