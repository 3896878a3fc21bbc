import { isInModule, longestPrefix } from '../go-module/package-path';
import { InputError } from '../input/problem';
import { NAKAMA_COMMON, PROTOBUF } from '../releases/nakama-modules';
import type { ReleaseFile, ReleaseFileModule } from '../releases/release-file';
import type { Platform, Release } from '../releases/release-model';
import type { Artifact } from './artifact';
import type { BuildInfo, BuiltModule } from './build-info';

/** The package in the server that is a program's own, and that no plugin has. */
const MAIN_PACKAGE = 'main';
export interface ServerReleaseOptions {
  /** What the release is to be called: `3.40.1-ours.1`. */
  readonly name: string;
  /** The catalog's releases, newest first: if the binary does not say, the most similar one answers. */
  readonly known: readonly Release[];
}

export interface ServerRelease {
  readonly file: ReleaseFile;
  /** The most similar release of the catalog. */
  readonly base: string;
  /** Linked packages that no release of the catalog links at the same version: what they import is not known. */
  readonly unknownImports: readonly string[];
}

/** What the program runs on. */
export function platformOf({ arch, buildInfo }: Artifact): Platform {
  return `${buildInfo?.settings.get('GOOS') ?? 'linux'}/${arch}`;
}

/**
 * The version that the server's program carries itself: built from its Go module, `v3.40.0`.
 *
 * @returns undefined for one built from a checkout, whose version is the commit's or none
 */
export function ownVersion({ buildInfo }: Artifact): string | undefined {
  return /^v(\d+\.\d+\.\d+)$/.exec(buildInfo?.main?.version ?? '')?.[1];
}

/**
 * What a server's program demands of a plugin, read from the program alone: Go, modules with their hashes, linked
 * packages and their fingerprints. What it does not hold comes from the release of the catalog that shares most modules
 * with it: date, images, patched packages; imports and the hashes of go.mod files if the module's version is the same
 * (for imports, in any release).
 *
 * The server's own packages are left out, as in the catalog: no plugin can share them.
 *
 * @throws InputError if the program is not a Nakama server, or can't open plugins
 */
export function releaseFromServer(server: Artifact, { name, known }: ServerReleaseOptions): ServerRelease {
  const buildInfo = requireServer(server);
  const base = mostAlike(buildInfo.deps, known);
  const platform = platformOf(server);
  const packages = packagesByModule(server, buildInfo);
  const modules = buildInfo.deps.map((dep) => toModule(dep, packages.get(dep.path) ?? [], base));
  const linked = modules.flatMap(({ linkedPackages }) => linkedPackages);
  const standard = packages.get(STANDARD) ?? [];
  const imports = importsOf(modules, known);
  const version = (path: string): string => modules.find((module) => module.path === path)?.version ?? '';
  const fingerprints = Object.fromEntries(
    [...linked, ...standard].sort().map((path) => [path, server.fingerprints.get(path) ?? '']),
  );
  const file: ReleaseFile = {
    release: name,
    tag: `v${name}`,
    date: /^\d{4}-\d{2}-\d{2}/.exec(buildInfo.settings.get('vcs.time') ?? '')?.[0] ?? base.date,
    go: buildInfo.go,
    goModGo: base.goModGo,
    serverImageBase: base.serverImageBase,
    builderImageGo: base.builderImageGo.replace(base.go, buildInfo.go),
    nakamaCommon: version(NAKAMA_COMMON),
    protobuf: version(PROTOBUF),
    modules,
    standardPackages: standard,
    patchedPackages: patchedPackages(server, modules, standard, base, platform),
    linkedPackagesFrom: 'fingerprints',
    imports: Object.fromEntries(linked.sort().map((path) => [path, imports.get(path) ?? []])),
    fingerprints: { [platform]: fingerprints },
    ...(version(NAKAMA_COMMON) === base.nakamaCommon &&
      version(PROTOBUF) === base.protobuf &&
      base.scaffoldSums.length > 0 && { scaffoldSums: base.scaffoldSums }),
  };
  return { file, base: base.version, unknownImports: linked.filter((path) => !imports.has(path)) };
}

function requireServer({ file, isProgram, buildInfo, fingerprints, damage }: Artifact): BuildInfo {
  if (damage) throw new InputError([damage]);
  const refuse = (message: string, expected: string, fix: string): never => {
    throw new InputError([{ file, message, expected, fix }]);
  };
  if (!isProgram || !buildInfo) {
    return refuse(
      'this is not a Go program',
      "a Nakama server's program",
      'name the file nakama of the server, such as /nakama/nakama in its image',
    );
  }
  const has = (path: string): boolean => buildInfo.deps.some((dep) => dep.path === path);
  if (!has(NAKAMA_COMMON) || !has(PROTOBUF)) {
    return refuse(
      `this is the Go program ${buildInfo.path ?? ''}, which does not link nakama-common`,
      "a Nakama server's program",
      'name the file nakama of the server, such as /nakama/nakama in its image',
    );
  }
  if (!fingerprints.has('plugin')) {
    return refuse(
      'this server opens no plugins: it exports no fingerprints',
      'a server that was built with CGO_ENABLED=1',
      'build it with CGO_ENABLED=1, or use the one in the official image',
    );
  }
  return buildInfo;
}

/** Newest first among equals. */
function mostAlike(deps: readonly BuiltModule[], known: readonly Release[]): Release {
  const shared = (release: Release): number =>
    deps.filter(({ path, version }) => release.module(path)?.version === version).length;
  return known
    .map((release) => ({ release, count: shared(release) }))
    .reduce((best, candidate) => (candidate.count > best.count ? candidate : best)).release;
}

const STANDARD = '';

/** Module path -> its linked packages, sorted; `''` for the standard library. The server's own have no entry. */
function packagesByModule({ fingerprints }: Artifact, { main, deps }: BuildInfo): Map<string, string[]> {
  const modules = new Set(deps.map(({ path }) => path));
  const packages = new Map<string, string[]>();
  for (const path of fingerprints.keys()) {
    if (path === MAIN_PACKAGE || (main && isInModule(path, main.path))) continue;
    const module = moduleOf(path, modules) ?? STANDARD;
    packages.set(module, [...(packages.get(module) ?? []), path]);
  }
  return packages;
}

function moduleOf(packagePath: string, modules: ReadonlySet<string>): string | undefined {
  return longestPrefix(packagePath, (prefix) => (modules.has(prefix) ? prefix : undefined));
}

function toModule(dep: BuiltModule, linkedPackages: readonly string[], base: Release): ReleaseFileModule {
  const { path, version = 'v0.0.0', sum, replace } = dep;
  const same = base.module(path)?.version === version ? base.module(path) : undefined;
  const zip = replace ? undefined : (sum ?? same?.sums.zip);
  const sums = { ...(zip && { zip }), ...(same?.sums.goMod && { goMod: same.sums.goMod }) };
  return {
    path,
    version,
    vendoredPackages: [...new Set([...(same?.vendoredPackages ?? []), ...linkedPackages])].sort(),
    linkedPackages,
    ...(Object.keys(sums).length > 0 && { sums }),
    ...(same?.goLine !== undefined && { goLine: same.goLine }),
  };
}

/** Linked package -> imports, of those that a release links at the same version of their module. */
function importsOf(
  modules: readonly ReleaseFileModule[],
  known: readonly Release[],
): Map<string, readonly string[]> {
  const imports = new Map<string, readonly string[]>();
  for (const { path, version, linkedPackages } of modules) {
    const alike = known.filter((release) => release.module(path)?.version === version);
    for (const name of linkedPackages) {
      const found = firstOf(alike, (release) =>
        release.moduleOfPackage(name)?.path === path ? release.importsOf(name) : undefined,
      );
      if (found) imports.set(name, found);
    }
  }
  return imports;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Packages of the base's versions that are not as published. Where the standard library is the base's, fingerprints
 * tell: one that is patched in the base still is if it is the same, and any that differs is patched here. Another Go or
 * other flags may change all of them: then the base's word is taken.
 */
function patchedPackages(
  { fingerprints }: Artifact,
  modules: readonly ReleaseFileModule[],
  standard: readonly string[],
  base: Release,
  platform: Platform,
): string[] {
  const expected = base.fingerprints(platform);
  const isSame = (path: string): boolean => expected?.get(path) === fingerprints.get(path);
  const comparable = standard.filter((path) => expected?.has(path)).every(isSame);
  return modules
    .filter(({ path, version }) => base.module(path)?.version === version)
    .flatMap(({ linkedPackages }) => linkedPackages)
    .filter((path) => base.isPatched(path) === (!comparable || !expected?.has(path) || isSame(path)))
    .sort();
}
