import { few } from '../findings/wording/lists';
import { NAKAMA_COMMON, PROTOBUF } from '../releases/nakama-modules';
import type { ReleaseFile, ReleaseFileModule } from '../releases/release-file';
import type { Release } from '../releases/release-model';
import { buildTargets } from '../verify/judge';
import type { ModuleDownloads } from './downloads';
import type { GoRuns } from './go-runs';
import { publishedImports } from './imports';
import { patchedPackages } from './patched';
import { publishedPackages } from './published-packages';
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
  /** What was not had, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * A release file with all that its source, the published modules and Go know.
 *
 * @param unknownImports linked packages of which the file does not say what they import
 */
export async function completed(
  read: ReleaseFile,
  unknownImports: readonly string[],
  context: Context,
): Promise<Completed> {
  const { source, go, built, published, known, downloads } = context;
  const vendored = source && go ? await go.vendored(source) : undefined;
  const sourced = source ? withSource(read, source, vendored) : read;
  const found = await publishedImportsOf(unknownImports, sourced, downloads);
  const imports = {
    ...sourced.imports,
    ...Object.fromEntries([...found].filter(([, list]) => list)),
  } as ReleaseFile['imports'];
  const patched =
    (built && patchedPackages(read, built)) ?? (published ? undefined : patchedAsIn(sourced, known));
  const modules = await withGoMods(sourced.modules, known, downloads);
  const file: ReleaseFile = {
    ...sourced,
    modules,
    imports,
    ...(patched && { patchedPackages: patched }),
    ...(patched && !published && { fingerprints: without(patched, sourced.fingerprints) }),
  };
  const scaffoldSums = file.scaffoldSums ?? (go && (await go.scaffoldSums(file)));
  const { files: publishedFiles, unknown } = await publishedPackages(file, downloads);
  return {
    file: {
      ...file,
      ...(scaffoldSums && scaffoldSums.length > 0 && { scaffoldSums }),
      ...(Object.keys(publishedFiles).length > 0 && { publishedFiles }),
    },
    unknownImports: unknownImports.filter((path) => !found.get(path)),
    notes: unknown
      ? [`copies of ${few(unknown.modules)} can't be compared with the published code: ${unknown.why}`]
      : [],
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

/** A server that is built from the published code has other fingerprints of these than the one that runs. */
function without(
  packages: readonly string[],
  fingerprints: ReleaseFile['fingerprints'],
): ReleaseFile['fingerprints'] {
  const left = Object.entries(fingerprints).map(([platform, all]) => {
    const kept = Object.entries(all).filter(([path]) => !packages.includes(path));
    return [platform, Object.fromEntries(kept)] as const;
  });
  return Object.fromEntries(left);
}

/** What packages import that no known release links at the same version: by the published source of their module. */
async function publishedImportsOf(
  packages: readonly string[],
  { modules, fingerprints, go }: ReleaseFile,
  downloads: ModuleDownloads,
): Promise<ReadonlyMap<string, readonly string[] | undefined>> {
  const targets = buildTargets({ platforms: Object.keys(fingerprints), tags: [] }, { go });
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const entries = packages.map(async (path) => {
    const module = moduleOf(path, byPath);
    const found = module && (await publishedImports(path, module, targets, downloads));
    return [path, found] as const;
  });
  return new Map(await Promise.all(entries));
}

/** The hashes of go.mod files, which no program holds, and the go lines of the modules that plugins require. */
async function withGoMods(
  modules: readonly ReleaseFileModule[],
  known: readonly Release[],
  downloads: ModuleDownloads,
): Promise<ReleaseFileModule[]> {
  return Promise.all(
    modules.map(async (module) => {
      const { path, version, sums } = module;
      const needsLine = module.goLine === undefined && (path === NAKAMA_COMMON || path === PROTOBUF);
      const needsSum = sums?.zip !== undefined && sums.goMod === undefined;
      if (!needsLine && !needsSum) return module;
      const same = known
        .map((release) => release.module(path))
        .find((other) => other?.version === version && (sums?.zip ?? other.sums.zip) === other.sums.zip);
      const isKnown =
        (!needsLine || same?.goLine !== undefined) && (!needsSum || same?.sums.goMod !== undefined);
      const published = isKnown ? undefined : await downloads.goMod(path, version);
      const goLine = module.goLine ?? same?.goLine ?? (needsLine ? published?.goLine : undefined);
      const goMod = sums?.goMod ?? (needsSum ? (same?.sums.goMod ?? published?.sum) : undefined);
      return {
        ...module,
        ...(sums && { sums: { ...sums, ...(goMod !== undefined && { goMod }) } }),
        ...(goLine !== undefined && { goLine }),
      };
    }),
  );
}
