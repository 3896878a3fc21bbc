import type { Release, ReleaseModule } from 'nakama-pins';

export const NAKAMA_COMMON = 'github.com/heroiclabs/nakama-common';
/** The package that main.go imports. */
const RUNTIME = `${NAKAMA_COMMON}/runtime`;

/** A module at the version that go.mod requires. */
export interface PinnedModule {
  readonly path: string;
  readonly version: string;
}

/** What the templates say about the release. */
export interface PinnedValues {
  readonly release: string;
  /** The Go that compiles the server: `1.26.5`. */
  readonly go: string;
  /** The `go` line of go.mod. */
  readonly goLine: string;
  readonly nakamaCommon: string;
  /** What nakama-common brings along, each pinned with `// indirect`. */
  readonly indirect: readonly PinnedModule[];
  readonly goSum: string;
  readonly builderImage: string;
  /** The Go of nakama-pluginbuilder, where it is another than the server's. */
  readonly otherBuilderGo: string | undefined;
}

/**
 * @throws Error for a release (of the workspace's own) whose file lacks a module or a hash that every plugin needs
 */
export function pinnedValues(release: Release): PinnedValues {
  const modules = linkedModules(release);
  const indirect = modules.filter(({ path }) => path !== NAKAMA_COMMON);
  const builderGo = /^golang:([\d.]+)/.exec(release.builderImageGo)?.[1];
  const otherBuilderGo = builderGo === release.go ? undefined : builderGo;
  return {
    release: release.version,
    go: release.go,
    goLine: goLine(release.go),
    nakamaCommon: release.nakamaCommon,
    indirect,
    goSum: goSum(modules, release.scaffoldSums),
    builderImage: otherBuilderGo
      ? `golang:${release.go}-${debianName(release.serverImageBase)}`
      : `heroiclabs/nakama-pluginbuilder:${release.version}`,
    otherBuilderGo,
  };
}

/** Since 1.21 a go line names the release with its patch; older Go refuses one that does (https://go.dev/doc/toolchain). */
function goLine(go: string): string {
  return minorOf(go) >= 21 ? go : `1.${minorOf(go)}`;
}

function minorOf(go: string): number {
  return Number(go.split('.')[1]);
}

/** `debian:bookworm-slim`: golang images are tagged by the same name. */
function debianName(serverImageBase: string): string {
  return /^debian:([a-z]+)/.exec(serverImageBase)?.[1] ?? 'bookworm';
}

/** The modules whose packages the plugin links, sorted by path: main.go imports the runtime, and that imports others. */
function linkedModules(release: Release): ReleaseModule[] {
  const packages = new Set([RUNTIME]);
  // A set grows while it is walked: this visits every package that is reached.
  for (const name of packages) release.importsOf(name)?.forEach((imported) => packages.add(imported));
  const modules = new Set([...packages].map((name) => requiredModule(release, name)));
  return [...modules].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function requiredModule(release: Release, packagePath: string): ReleaseModule {
  const found = release.moduleOfPackage(packagePath);
  if (!found?.sums.zip || !found.sums.goMod) {
    throw new Error(
      `The release ${release.version} (${release.source}) lacks ${found ? `the hashes of ${found.path}` : packagePath}: ` +
        'no plugin can be pinned to it.',
    );
  }
  return found;
}

/** In the order that Go writes the file. */
function goSum(modules: readonly ReleaseModule[], others: readonly string[]): string {
  const own = modules.flatMap(({ path, version, sums }) => [
    `${path} ${version} ${sums.zip}`,
    `${path} ${version}/go.mod ${sums.goMod}`,
  ]);
  return [...new Set([...own, ...others])]
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}
