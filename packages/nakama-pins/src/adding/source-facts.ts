import { longestPrefix } from '../go-module/package-path';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { ReleaseFile, ReleaseFileModule } from '../releases/release-file';
import type { ServerSource } from './server-source';

/** A module with the packages that the server's vendor/ has of it. */
export interface Vendored {
  readonly path: string;
  readonly version: string;
  readonly packages: readonly string[];
}

/** The hashes that the server's go.sum has of a module version. */
export function sumsOf({ goSum }: ServerSource, path: string, version: string): ReleaseFileModule['sums'] {
  const lines = goSum.lines.filter((line) => line.path === path && line.version === version);
  const zip = lines.find(({ goModOnly }) => !goModOnly)?.hash;
  const goMod = lines.find(({ goModOnly }) => goModOnly)?.hash;
  return zip || goMod ? { ...(zip && { zip }), ...(goMod && { goMod }) } : undefined;
}

/** A release file with what the server's source says, in place of what was taken from a release that is alike. */
export function withSource(
  file: ReleaseFile,
  source: ServerSource,
  vendored: readonly Vendored[] | undefined,
): ReleaseFile {
  const known = new Map(file.modules.map((module) => [module.path, module]));
  const listed: readonly Vendored[] =
    vendored ??
    file.modules.map(({ path, version, vendoredPackages }) => ({
      path,
      version,
      packages: vendoredPackages,
    }));
  const modules = listed.map(({ path, version, packages }): ReleaseFileModule => {
    const module = known.get(path);
    const sums = sumsOf(source, path, version) ?? module?.sums;
    return {
      path,
      version,
      vendoredPackages: vendored ? packages : (module?.vendoredPackages ?? []),
      linkedPackages: module?.linkedPackages ?? [],
      ...(sums && { sums }),
      ...(module?.goLine !== undefined && { goLine: module.goLine }),
    };
  });
  return {
    ...file,
    date: source.date || file.date,
    goModGo: source.goMod.go?.version ?? file.goModGo,
    serverImageBase: source.serverImageBase,
    builderImageGo: source.builderImageGo,
    nakamaCommon: versionOf(modules, NAKAMA_COMMON) ?? file.nakamaCommon,
    modules: [...modules].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function versionOf(modules: readonly ReleaseFileModule[], path: string): string | undefined {
  return modules.find((module) => module.path === path)?.version;
}

/** The module of a package, of those that a release lists. */
export function moduleOf(
  packagePath: string,
  modules: ReadonlyMap<string, ReleaseFileModule>,
): ReleaseFileModule | undefined {
  return longestPrefix(packagePath, (path) => modules.get(path));
}
