import { NAKAMA_COMMON, PROTOBUF } from '../releases/nakama-modules';
import type { ReleaseFile } from '../releases/release-file';
import type { Platform } from '../releases/release-model';
import { buildTargets } from '../verify/judge';
import { type Completed, completed, type Context } from './complete';
import { linkedBySource } from './linked-by-source';
import type { ServerSource } from './server-source';

/** A release by its source alone, where no server can be read or built: modules and imports, no fingerprints. */
export async function fromSourceAlone(
  source: ServerSource,
  platforms: readonly Platform[],
  context: Context,
): Promise<Completed & { readonly base: string }> {
  const { name, known, downloads } = context;
  const linked = await linkedBySource(
    source,
    buildTargets({ platforms, tags: [] }, source),
    known,
    downloads,
  );
  const version = (path: string): string =>
    linked.modules.find((module) => module.path === path)?.version ?? '';
  const alike =
    known.find((release) => release.module(NAKAMA_COMMON)?.version === version(NAKAMA_COMMON)) ?? known[0];
  const file: ReleaseFile = {
    release: name,
    tag: `v${name}`,
    date: source.date,
    go: source.go,
    goModGo: source.goMod.go?.version ?? source.go,
    serverImageBase: source.serverImageBase,
    builderImageGo: source.builderImageGo,
    nakamaCommon: version(NAKAMA_COMMON),
    protobuf: version(PROTOBUF),
    modules: linked.modules,
    standardPackages: null,
    patchedPackages: [],
    linkedPackagesFrom: 'imports of the source',
    imports: linked.imports,
    fingerprints: {},
  };
  const done = await completed(file, [], context);
  return { ...done, unknownImports: linked.unknown, base: alike?.version ?? '' };
}
