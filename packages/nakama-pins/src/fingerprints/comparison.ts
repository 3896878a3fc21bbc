import { isInModule } from '../go-module/package-path';
import type { Platform, Release, ReleaseModule } from '../releases/release-model';
import type { CompiledModule, CompiledPackage } from './compiled-package';

/** Why a package differs from the server's, if nothing that it imports explains it. */
export type MismatchCause =
  /** The standard library differs: another Go, or settings that change what Go compiles. */
  | { readonly kind: 'standard' }
  /** The server links another version of the module. */
  | { readonly kind: 'version'; readonly server: ReleaseModule; readonly module: CompiledModule }
  /** The server takes the package from another module (split or merged modules). */
  | { readonly kind: 'other-module'; readonly server: ReleaseModule; readonly module: CompiledModule }
  /** The server links changed code, which no version of the module has. */
  | { readonly kind: 'patched'; readonly server: ReleaseModule; readonly module: CompiledModule }
  /** The server's version with other content: replaced by a folder or a fork, or vendored and changed. */
  | { readonly kind: 'content'; readonly server: ReleaseModule; readonly module: CompiledModule }
  /** A package of the server's own module, whose fingerprints the catalog leaves out. */
  | { readonly kind: 'server-own' };

/** One thing to fix: packages of one module that differ for one cause. */
export interface RootMismatch {
  readonly cause: MismatchCause;
  /** Import paths, sorted. */
  readonly packages: readonly string[];
  /** The shortest way from a package of `starts` to one of `packages`, both included. */
  readonly chain: readonly string[];
  /** The plugin's own source, local libraries included, imports a package of the module. */
  readonly direct: boolean;
}

/** The server's own module. */
const NAKAMA = 'github.com/heroiclabs/nakama/v3';

export interface ComparisonOptions {
  readonly release: Release;
  /** One of the release's measured platforms. */
  readonly platform: Platform;
  /** Import paths of the packages that were compiled, without those that they import. */
  readonly starts: readonly string[];
  /** Compiled without a plugin, so the module's own packages have no version yet. */
  readonly isLibrary: boolean;
}

/**
 * Compares what the plugin links with what the server links, package by package as `plugin.Open` does, and keeps the
 * mismatches that have a cause of their own: of a wrong module and the hundreds of packages that import it, the module.
 *
 * @returns sorted by module path; empty if the server takes every package
 */
export function compareFingerprints(
  plugin: ReadonlyMap<string, CompiledPackage>,
  { release, platform, starts, isLibrary }: ComparisonOptions,
): RootMismatch[] {
  const server = release.fingerprints(platform) ?? new Map<string, string>();
  const differing = new Set<string>();
  const groups = new Map<string, { cause: MismatchCause; packages: string[] }>();
  for (const [path, { fingerprint, module }] of plugin) {
    // A library gets its version, which is in the fingerprint, from the plugin that uses it.
    if (isLibrary && module && module.version === undefined) continue;
    const expected = server.get(path);
    // A patched package whose fingerprint nobody has read is certainly not the published one.
    const isOther =
      expected === undefined ? isInModule(path, NAKAMA) || release.isPatched(path) : expected !== fingerprint;
    if (isOther) differing.add(path);
  }
  for (const path of [...differing].sort()) {
    const cause = causeOf(path, plugin, differing, release);
    if (!cause) continue;
    const key = 'server' in cause ? `${cause.server.path} ${cause.kind}` : cause.kind;
    const group = groups.get(key) ?? { cause, packages: [] };
    group.packages.push(path);
    groups.set(key, group);
  }
  const wayTo = shortestWays(plugin, starts);
  const direct = ownImports(plugin);
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { cause, packages }]) => ({
      cause,
      packages,
      chain: packages.map(wayTo).reduce((best, way) => (way.length < best.length ? way : best)),
      direct: 'server' in cause && direct.has(cause.module.path),
    }));
}

/** Modules of the packages that the plugin's own module and its local libraries import. */
function ownImports(plugin: ReadonlyMap<string, CompiledPackage>): Set<string> {
  const modules = new Set<string>();
  for (const { module, imports } of plugin.values()) {
    if (!module || (module.version !== undefined && !isFolder(module))) continue;
    for (const path of imports) modules.add(plugin.get(path)?.module?.path ?? '');
  }
  return modules;
}

function isFolder({ replace }: CompiledModule): boolean {
  return replace !== undefined && replace.version === undefined;
}

/** Undefined if a package that it imports differs, and nothing else does. */
function causeOf(
  path: string,
  plugin: ReadonlyMap<string, CompiledPackage>,
  differing: ReadonlySet<string>,
  release: Release,
): MismatchCause | undefined {
  const compiled = plugin.get(path);
  if (isInModule(path, NAKAMA)) return { kind: 'server-own' };
  const server = release.moduleOfPackage(path);
  if (compiled?.standard || !server) return { kind: 'standard' };
  const module = compiled?.module ?? { path };
  if (module.path !== server.path) return { kind: 'other-module', server, module };
  if (module.version !== undefined && module.version !== server.version)
    return { kind: 'version', server, module };
  if (compiled?.imports.some((imported) => differing.has(imported))) return undefined;
  const patched = release.isPatched(path) && !module.replace;
  return { kind: patched ? 'patched' : 'content', server, module };
}

/** Breadth first over the imports. */
function shortestWays(
  plugin: ReadonlyMap<string, CompiledPackage>,
  starts: readonly string[],
): (path: string) => readonly string[] {
  const importer = new Map<string, string | undefined>(starts.map((path) => [path, undefined]));
  // A map keeps the order of insertion and is walked while it grows.
  for (const path of importer.keys()) {
    for (const imported of plugin.get(path)?.imports ?? []) {
      if (!importer.has(imported)) importer.set(imported, path);
    }
  }
  return (path) => {
    const way = [path];
    for (let above = importer.get(path); above !== undefined; above = importer.get(above)) way.unshift(above);
    return way;
  };
}
