import type { ListedImport, ModuleImports } from '../go-module/import-list';
import { packageJson } from '../input/package-dir';

/**
 * `imports.json`: module path -> groups of versions whose packages import the same. `tools/catalog/imports.mjs` writes
 * it; the two change together.
 */
type PackedImports = Readonly<
  Record<
    string,
    readonly {
      /** Version -> hash of the source without `h1:`. */
      readonly versions: Readonly<Record<string, string>>;
      /** Imports, and the folders (`.`: the root) of the packages that have them. */
      readonly packages: readonly (readonly [readonly ListedImport[], readonly string[]])[];
    }[]
  >
>;

let packed: PackedImports | undefined;
const unpacked = new Map<string, ModuleImports | undefined>();

/** What the packages of a module version import, for modules that many plugins use and the server lacks. */
export function shippedImports(module: string, version: string): ModuleImports | undefined {
  const key = `${module}@${version}`;
  if (!unpacked.has(key)) unpacked.set(key, unpack(module, version));
  return unpacked.get(key);
}

function unpack(module: string, version: string): ModuleImports | undefined {
  packed ??= packageJson<PackedImports>('catalog/imports.json');
  const group = packed[module]?.find(({ versions }) => version in versions);
  if (!group) return undefined;
  const packages = group.packages.flatMap(([imports, folders]) =>
    folders.map((folder) => [folder, imports] as const),
  );
  return {
    path: module,
    version,
    sum: `h1:${group.versions[version]}`,
    packages: Object.fromEntries(packages),
  };
}
