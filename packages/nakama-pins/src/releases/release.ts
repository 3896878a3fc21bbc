import { longestPrefix } from '../go-module/package-path';
import type { Platform, Release, ReleaseModule, ReleaseSummary } from './release-model';

/** What a release is made of. The functions are called when first needed, once for each module, release or platform. */
export interface ReleaseParts {
  readonly summary: ReleaseSummary;
  readonly modules: readonly ReleaseModule[];
  /** Linked package of a module -> the non-standard packages that it imports. */
  readonly loadImports: (module: ReleaseModule) => ReadonlyMap<string, readonly string[]>;
  readonly patchedPackages: readonly string[];
  readonly linkedPackagesFrom: string;
  readonly scaffoldSums: readonly string[];
  readonly loadStandardPackages: () => readonly string[];
  readonly loadFingerprints: (platform: Platform) => ReadonlyMap<string, string>;
}

/** A release ready for look-ups. */
export function createRelease(parts: ReleaseParts): Release {
  const { summary, modules, patchedPackages, linkedPackagesFrom, scaffoldSums } = parts;
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const patched = new Set(patchedPackages);
  const imports = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const fingerprints = new Map<Platform, ReadonlyMap<string, string>>();
  let standardPackages: readonly string[] | undefined;

  // Every plugin asks for the same packages.
  const ofPackage = new Map<string, ReleaseModule | undefined>();
  const moduleOfPackage = (packagePath: string) => {
    if (!ofPackage.has(packagePath)) {
      ofPackage.set(
        packagePath,
        longestPrefix(packagePath, (path) => byPath.get(path)),
      );
    }
    return ofPackage.get(packagePath);
  };
  const importsOf = (packagePath: string) => {
    const module = moduleOfPackage(packagePath);
    if (module === undefined) return undefined;
    const ofModule = imports.get(module.path) ?? parts.loadImports(module);
    imports.set(module.path, ofModule);
    return ofModule.get(packagePath);
  };

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
    moduleOfPackage,
    isLinked: (packagePath) => importsOf(packagePath) !== undefined,
    isPatched: (packagePath) => patched.has(packagePath),
    importsOf,
    fingerprints(platform) {
      if (!summary.measuredPlatforms.includes(platform)) return undefined;
      const known = fingerprints.get(platform) ?? parts.loadFingerprints(platform);
      fingerprints.set(platform, known);
      return known;
    },
  };
}
