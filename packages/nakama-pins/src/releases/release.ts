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
  readonly origins?: Release['origins'];
  readonly publishedFiles?: Release['publishedFiles'];
  readonly loadStandardPackages: () => readonly string[];
  readonly loadFingerprints: (platform: Platform) => ReadonlyMap<string, string>;
}

/** A release ready for look-ups. */
export function createRelease(parts: ReleaseParts): Release {
  const { summary, modules, patchedPackages, linkedPackagesFrom, scaffoldSums, origins, publishedFiles } =
    parts;
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const patched = new Set(patchedPackages);
  const imports = new Map<ReleaseModule, ReadonlyMap<string, readonly string[]>>();
  const fingerprints = new Map<Platform, ReadonlyMap<string, string>>();
  let standardPackages: readonly string[] | undefined;

  // Every plugin asks for the same packages; null is for those that no module has.
  const ofPackage = new Map<string, ReleaseModule | null>();
  const moduleOfPackage = (packagePath: string) => {
    let module = ofPackage.get(packagePath);
    if (module === undefined) {
      module = longestPrefix(packagePath, (path) => byPath.get(path)) ?? null;
      ofPackage.set(packagePath, module);
    }
    return module ?? undefined;
  };
  const importsOf = (packagePath: string) => {
    const module = moduleOfPackage(packagePath);
    if (module === undefined) return undefined;
    let ofModule = imports.get(module);
    if (!ofModule) {
      ofModule = parts.loadImports(module);
      imports.set(module, ofModule);
    }
    return ofModule.get(packagePath);
  };

  return {
    ...summary,
    modules,
    patchedPackages,
    linkedPackagesFrom,
    scaffoldSums,
    ...(origins && { origins }),
    ...(publishedFiles && { publishedFiles }),
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
