import { goLineFor } from '../go-module/compare-go';
import { InputError } from '../input/problem';
import { builderGo, golangImage } from '../releases/builder-images';
import { NAKAMA_COMMON, RUNTIME_PACKAGE } from '../releases/nakama-modules';
import { baseRelease, serverImageOf } from '../releases/release-images';
import type { Release, ReleaseModule } from '../releases/release-model';
import { SERVER_IMAGE } from '../releases/variants';
import { byPath, type PinnedModule } from './pinned-module';

/** What the files of a module say about its release. */
export interface PinnedValues {
  /** `3.40.0` */
  readonly release: string;
  /** The Go that compiles the server: `1.26.5`. */
  readonly go: string;
  /** The `go` line of go.mod. */
  readonly goLine: string;
  /** The version of nakama-common: `v1.47.0`. */
  readonly nakamaCommon: string;
  /** What nakama-common brings along, each pinned with `// indirect`. */
  readonly indirect: readonly PinnedModule[];
  /** The text of go.sum. */
  readonly goSum: string;
  /** The image that compiles the plugin. */
  readonly builderImage: string;
  /** `heroiclabs/nakama:3.40.0`; of a release of one's own, the image that it was read from. */
  readonly serverImage: string;
  /** The Go of nakama-pluginbuilder, where it is another than the server's. */
  readonly otherBuilderGo: string | undefined;
}

/** @throws InputError for a release (of the workspace's own) that lacks a module or a hash that every plugin needs */
export function pinnedValues(release: Release): PinnedValues {
  const modules = linkedModules(release);
  const builder = builderGo(release);
  const otherBuilderGo = builder === release.go ? undefined : builder;
  return {
    release: release.version,
    go: release.go,
    goLine: goLineFor(release.go),
    nakamaCommon: release.nakamaCommon,
    indirect: modules
      .filter(({ path }) => path !== NAKAMA_COMMON)
      .map(({ path, version }) => ({ path, version })),
    goSum: goSum(modules, release.scaffoldSums),
    builderImage: otherBuilderGo
      ? golangImage(release)
      : `heroiclabs/nakama-pluginbuilder:${baseRelease(release.version)}`,
    // Where nobody says which image has the server, image-tag says what to write in its place.
    serverImage: serverImageOf(release) ?? `${SERVER_IMAGE}:${baseRelease(release.version)}`,
    otherBuilderGo,
  };
}

/** The modules whose packages the plugin links: main.go imports the runtime, and that imports others. */
function linkedModules(release: Release): ReleaseModule[] {
  const packages = new Set([RUNTIME_PACKAGE]);
  // A set grows while it is walked: this visits every package that is reached.
  for (const name of packages) release.importsOf(name)?.forEach((imported) => packages.add(imported));
  const modules = new Set([...packages].map((name) => requiredModule(release, name)));
  return [...modules].sort(byPath);
}

function requiredModule(release: Release, packagePath: string): ReleaseModule {
  const found = release.moduleOfPackage(packagePath);
  if (found?.sums.zip && found.sums.goMod) return found;
  const missing = found ? `the hashes of ${found.path}` : packagePath;
  throw new InputError([
    {
      file: release.source,
      message: `the release ${release.version} lacks ${missing}, so no plugin can be pinned to it`,
      fix: 'choose another release, or add to its file what is missing',
    },
  ]);
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
