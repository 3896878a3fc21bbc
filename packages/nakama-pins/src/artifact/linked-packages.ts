import type { CompiledModule, CompiledPackage } from '../fingerprints/compiled-package';
import { longestPrefix } from '../go-module/package-path';
import type { Release } from '../releases/release-model';
import type { Artifact } from './artifact';
import type { BuildInfo } from './build-info';

/** The plugin's packages as the comparison of proof `compiled` takes them. */
export function linkedPackages(
  { fingerprints, buildInfo }: Artifact,
  release: Release,
): ReadonlyMap<string, CompiledPackage> {
  const standard = new Set(release.standardPackages);
  const modules = modulesOf(buildInfo);
  return new Map(
    Array.from(fingerprints, ([path, fingerprint]) => {
      const isStandard = standard.has(path);
      const module = isStandard
        ? undefined
        : (moduleOfPackage(path, modules) ?? assumedModule(path, release));
      return [
        path,
        {
          fingerprint,
          imports: release.importsOf(path) ?? [],
          standard: isStandard,
          ...(module && { module }),
        },
      ];
    }),
  );
}

/** Of a file without build info the module of a package is taken to be the server's, its version not known. */
function assumedModule(path: string, release: Release): CompiledModule | undefined {
  const module = release.moduleOfPackage(path);
  return module && { path: module.path };
}

/** By path. The main module has no version in fingerprints, whatever version control notes of it. */
export function modulesOf(buildInfo: BuildInfo | undefined): ReadonlyMap<string, CompiledModule> {
  const modules = new Map<string, CompiledModule>();
  for (const { path, version, replace } of buildInfo?.deps ?? []) {
    modules.set(path, { path, version, ...(replace && { replace }) });
  }
  if (buildInfo?.main) modules.set(buildInfo.main.path, { path: buildInfo.main.path });
  return modules;
}

/** The module with the longest path that holds the package. */
export function moduleOfPackage(
  packagePath: string,
  modules: ReadonlyMap<string, CompiledModule>,
): CompiledModule | undefined {
  return longestPrefix(packagePath, (prefix) => modules.get(prefix));
}
