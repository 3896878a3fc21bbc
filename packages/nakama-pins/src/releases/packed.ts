/**
 * The compact form of the shipped catalog, and how it becomes values again.
 * `tools/catalog/pack.mjs` writes it; the two change together.
 */
import type { ReleaseHeader } from './header';
import type { Platform, ReleaseModule } from './release-model';

/** A line of `index.json`: the summary, and the names of the files that hold the rest. */
export interface PackedIndexEntry extends ReleaseHeader {
  readonly measuredPlatforms: readonly Platform[];
  /** `releases/<data>.json` */
  readonly data: string;
  /** `standard/<standard>.json`, if measured. */
  readonly standard: string | null;
  /** `fingerprints/<fingerprints>.json`, if measured. */
  readonly fingerprints: string | null;
}

export interface PackedModule {
  readonly path: string;
  readonly version: string;
  /** Hashes without `h1:`. */
  readonly zip?: string;
  readonly goMod?: string;
  readonly goLine?: string;
  /** Linked package -> its imports; both without the module's path (`''` or `/sub`) if they are in it. */
  readonly linked: Readonly<Record<string, readonly string[]>>;
  readonly vendoredOnly?: readonly string[];
}

/** `releases/<name>.json` */
export interface PackedRelease {
  readonly linkedPackagesFrom: string;
  readonly patchedPackages: readonly string[];
  readonly scaffoldSums?: readonly string[];
  readonly modules: readonly PackedModule[];
}

/** `fingerprints/<name>.json`: per platform, module path (`''`: standard library) -> base64 of 8 bytes for each package. */
export type PackedFingerprints = Readonly<
  Record<Platform, { readonly absent: readonly string[]; readonly hashes: Readonly<Record<string, string>> }>
>;

const FINGERPRINT_HEX_DIGITS = 16;

/** A module with full package paths, which are made when they are first asked for; most never are. */
export function unpackModule(packed: PackedModule): ReleaseModule {
  const { path, version, zip, goMod, goLine, linked, vendoredOnly } = packed;
  let linkedPackages: readonly string[] | undefined;
  let vendoredPackages: readonly string[] | undefined;
  return {
    path,
    version,
    get linkedPackages() {
      return (linkedPackages ??= Object.keys(linked).map((name) => fullPath(name, path)));
    },
    get vendoredPackages() {
      return (vendoredPackages ??= vendoredOnly
        ? [...this.linkedPackages, ...vendoredOnly.map((name) => fullPath(name, path))].sort()
        : this.linkedPackages);
    },
    sums: { ...(zip && { zip: `h1:${zip}` }), ...(goMod && { goMod: `h1:${goMod}` }) },
    ...(goLine && { goLine }),
  };
}

/** Linked package of the module -> its imports. */
export function unpackImports({ path, linked }: PackedModule): Map<string, readonly string[]> {
  return new Map(
    Object.entries(linked).map(([name, imports]) => [
      fullPath(name, path),
      imports.map((imported) => fullPath(imported, path)),
    ]),
  );
}

function fullPath(name: string, modulePath: string): string {
  return name === '' || name.startsWith('/') ? modulePath + name : name;
}

/** Package path -> 16 hex digits, sorted by path. */
export function unpackFingerprints(
  packed: PackedFingerprints[Platform],
  modules: readonly ReleaseModule[],
  standardPackages: readonly string[],
): Map<string, string> {
  const absent = new Set(packed.absent);
  const pairs: [string, string][] = [];
  const addGroup = (module: string, packages: readonly string[]) => {
    const hex = Buffer.from(packed.hashes[module] ?? '', 'base64').toString('hex');
    packages
      .filter((name) => !absent.has(name))
      .forEach((name, i) =>
        pairs.push([name, hex.slice(i * FINGERPRINT_HEX_DIGITS, (i + 1) * FINGERPRINT_HEX_DIGITS)]),
      );
  };
  addGroup('', standardPackages);
  for (const module of modules) addGroup(module.path, module.linkedPackages);
  return new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}
