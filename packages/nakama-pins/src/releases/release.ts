import type { Platform, Release, ReleaseModule, ReleaseSummary } from './types';

/** What a release is made of; the two functions are called at most once per release and platform. */
export interface ReleaseParts {
  readonly summary: ReleaseSummary;
  readonly modules: readonly ReleaseModule[];
  readonly imports: ReadonlyMap<string, readonly string[]>;
  readonly patchedPackages: readonly string[];
  readonly linkedPackagesFrom: string;
  readonly scaffoldSums: readonly string[];
  readonly loadStandardPackages: () => readonly string[];
  readonly loadFingerprints: (platform: Platform) => ReadonlyMap<string, string>;
}

/** A release ready for look-ups. */
export function createRelease(parts: ReleaseParts): Release {
  const { summary, modules, imports, patchedPackages, linkedPackagesFrom, scaffoldSums } = parts;
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const linked = new Set(modules.flatMap((module) => module.linkedPackages));
  const patched = new Set(patchedPackages);
  const fingerprints = new Map<Platform, ReadonlyMap<string, string>>();
  let standardPackages: readonly string[] | undefined;

  return {
    ...summary,
    modules,
    patchedPackages,
    linkedPackagesFrom,
    scaffoldSums,
    get standardPackages() {
      return (standardPackages ??= parts.loadStandardPackages());
    },
    module: (path) => byPath.get(path),
    moduleOfPackage: (packagePath) => longestPrefix(packagePath, (path) => byPath.get(path)),
    isLinked: (packagePath) => linked.has(packagePath),
    isPatched: (packagePath) => patched.has(packagePath),
    importsOf: (packagePath) => imports.get(packagePath),
    fingerprints(platform) {
      if (!summary.measuredPlatforms.includes(platform)) return undefined;
      const known = fingerprints.get(platform) ?? parts.loadFingerprints(platform);
      fingerprints.set(platform, known);
      return known;
    },
  };
}

/** The value of the longest `/`-bounded prefix of a path that has one. */
function longestPrefix<T>(path: string, valueOf: (prefix: string) => T | undefined): T | undefined {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const value = valueOf(path.slice(0, end));
    if (value !== undefined) return value;
  }
  return undefined;
}
