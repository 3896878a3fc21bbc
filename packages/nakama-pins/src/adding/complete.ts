import type { BuildTarget } from '../go-module/build-target';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { ReleaseFile, ReleaseFileModule } from '../releases/release-file';
import type { Platform, Release } from '../releases/release-model';
import type { ModuleDownloads } from './downloads';
import type { GoRuns } from './go-runs';
import { publishedImports } from './imports';
import { patchedPackages } from './patched';
import type { ServerSource } from './server-source';
import { moduleOf, withSource } from './source-facts';

export interface Context {
  readonly name: string;
  readonly known: readonly Release[];
  /** What the release's source says; undefined of a server whose source is not published. */
  readonly source: ServerSource | undefined;
  readonly downloads: ModuleDownloads;
  /** The exact Go; undefined where it can't be had. */
  readonly go: GoRuns | undefined;
  /** Whether the figures are those of the published server: one that is built here has no patches. */
  readonly published: boolean;
  /** The server that is built from the published modules, for comparison with the published one. */
  readonly built?: ReleaseFile;
}

export interface Completed {
  readonly file: ReleaseFile;
  readonly unknownImports: readonly string[];
}

const PROTOBUF = 'google.golang.org/protobuf';

/** A release file with all that its source, the published modules and Go know. */
export async function completed(read: ReleaseFile, context: Context): Promise<Completed> {
  const { source, go, built, published, known, downloads } = context;
  const vendored = source && go ? await go.vendored(source) : undefined;
  const sourced = source ? withSource(read, source, vendored) : read;
  const { imports, unknown } = await completeImports(sourced, known, downloads);
  const patched =
    (built && patchedPackages(read, built)) ?? (published ? undefined : patchedAsIn(sourced, known));
  const modules = await withGoLines(sourced.modules, known, downloads);
  const file: ReleaseFile = { ...sourced, modules, imports, ...(patched && { patchedPackages: patched }) };
  const scaffoldSums = file.scaffoldSums ?? (go && (await go.scaffoldSums(file)));
  return {
    file: { ...file, ...(scaffoldSums && scaffoldSums.length > 0 && { scaffoldSums }) },
    unknownImports: unknown,
  };
}

/** The packages that the newest release with the same module version has patched: only the published server tells. */
function patchedAsIn({ modules }: ReleaseFile, known: readonly Release[]): string[] {
  return modules
    .flatMap(({ path, version, linkedPackages }) => {
      const alike = known.find((release) => release.module(path)?.version === version);
      return linkedPackages.filter((name) => alike?.isPatched(name));
    })
    .sort();
}

/** What is compiled for the platforms of a server. */
export function targetsOf(platforms: readonly Platform[], goVersion: string): BuildTarget[] {
  return platforms.map((platform) => {
    const [goos = '', goarch = ''] = platform.split('/');
    return { goos, goarch, cgo: true, tags: [], goVersion };
  });
}

/** What linked packages import: by a known release with the same module version, else by the published source. */
async function completeImports(
  { modules, imports, fingerprints, go }: ReleaseFile,
  known: readonly Release[],
  downloads: ModuleDownloads,
): Promise<{ imports: ReleaseFile['imports']; unknown: string[] }> {
  const targets = targetsOf(Object.keys(fingerprints), go);
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const entries = await Promise.all(
    Object.keys(imports).map(async (path) => {
      const module = moduleOf(path, byPath);
      if (!module) return [path, undefined] as const;
      const alike = known.find(
        (release) => release.module(module.path)?.version === module.version && release.isLinked(path),
      );
      const found =
        alike?.importsOf(path) ??
        (await publishedImports(path, { ...module, sum: module.sums?.zip }, targets, downloads));
      return [path, found] as const;
    }),
  );
  return {
    imports: Object.fromEntries(entries.map(([path, found]) => [path, found ?? []])),
    unknown: entries.flatMap(([path, found]) => (found ? [] : [path])),
  };
}

/** The go lines of the modules that plugins require. */
async function withGoLines(
  modules: readonly ReleaseFileModule[],
  known: readonly Release[],
  downloads: ModuleDownloads,
): Promise<ReleaseFileModule[]> {
  return Promise.all(
    modules.map(async (module) => {
      const { path, version, goLine } = module;
      if (goLine !== undefined || (path !== NAKAMA_COMMON && path !== PROTOBUF)) return module;
      const same = known.find((release) => release.module(path)?.version === version)?.module(path)?.goLine;
      const line = same ?? (await downloads.goLine(path, version));
      return line === undefined ? module : { ...module, goLine: line };
    }),
  );
}
