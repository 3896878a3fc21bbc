import { packageJson } from '../input/package-dir';
import { summaryOf } from './header';
import {
  type PackedFingerprints,
  type PackedIndexEntry,
  type PackedRelease,
  unpackFingerprints,
  unpackImports,
  unpackModule,
} from './packed';
import { createRelease } from './release';
import type { Release, ReleaseSummary } from './release-model';

let index: ReadonlyMap<string, PackedIndexEntry> | undefined;

/** The releases that this package ships, newest first. */
export function shippedSummaries(): ReleaseSummary[] {
  return [...shippedIndex().values()].map(shippedSummary);
}

/** Reads one shipped release; fingerprints and standard packages only when they are asked for. */
export function loadShipped(release: string): Release | undefined {
  const entry = shippedIndex().get(release);
  if (entry === undefined) return undefined;
  const packed = readPacked<PackedRelease>('releases', entry.data);
  const modules = packed.modules.map(unpackModule);
  const packedByPath = new Map(packed.modules.map((module) => [module.path, module]));
  const loadStandardPackages = () =>
    entry.standard === null ? [] : readPacked<readonly string[]>('standard', entry.standard);
  return createRelease({
    summary: shippedSummary(entry),
    modules,
    loadImports(module) {
      const packedModule = packedByPath.get(module.path);
      return packedModule ? unpackImports(packedModule) : new Map();
    },
    patchedPackages: packed.patchedPackages,
    linkedPackagesFrom: packed.linkedPackagesFrom,
    scaffoldSums: packed.scaffoldSums ?? [],
    loadStandardPackages,
    loadFingerprints(platform) {
      const hashes =
        entry.fingerprints && readPacked<PackedFingerprints>('fingerprints', entry.fingerprints)[platform];
      return hashes ? unpackFingerprints(hashes, modules, loadStandardPackages()) : new Map();
    },
  });
}

function shippedIndex(): ReadonlyMap<string, PackedIndexEntry> {
  index ??= new Map(
    readPacked<readonly PackedIndexEntry[]>('.', 'index').map((entry) => [entry.release, entry]),
  );
  return index;
}

function shippedSummary(entry: PackedIndexEntry): ReleaseSummary {
  return summaryOf(entry, { measuredPlatforms: entry.measuredPlatforms, source: 'catalog' });
}

function readPacked<T>(folder: string, name: string): T {
  return packageJson<T>(`catalog/${folder}/${name}.json`);
}
