import { isLocalReplace } from '../go-module/build-list';
import type { GoSum } from '../go-module/module-files';
import { groupBy } from '../input/group-by';
import type { FindingLocation } from '../input/problem';
import type { KnownImports, PluginFacts } from '../workspace/facts';
import { type Selector, usesVendor } from './selection';

/** An entry of nakama-imports.json that counts for nothing, because it is of another source than the plugin's. */
export type StaleImports = {
  readonly module: string;
  /** The entry's. */
  readonly version: string;
  readonly location: FindingLocation;
} & Fault;

type Fault =
  | { readonly kind: 'other version'; readonly selected: string }
  /** `hash`: that of go.sum, if it has one. */
  | { readonly kind: 'other hash'; readonly sum: string; readonly hash: string | undefined }
  | { readonly kind: 'not required' };

/**
 * The entries that are out of step with go.mod or go.sum, in the order of the file. Of a required module, all packages
 * may be listed: which of them are linked depends on tags. With vendor/ and without go.sum no entry is read.
 *
 * @param written the entries of the file, each with its place
 */
export function staleImports(
  facts: PluginFacts,
  written: readonly KnownImports[],
  selector: Selector,
): StaleImports[] {
  const { goSum } = facts;
  if (written.length === 0 || usesVendor(facts) || !goSum) return [];
  const versions = selectedVersions(written, selector);
  return written.flatMap((entry): StaleImports[] => {
    const fault = faultOf(entry, versions.get(entry.path), goSum);
    if (!fault) return [];
    const { path: module, version, location } = entry;
    return location ? [{ ...fault, module, version, location }] : [];
  });
}

/** @param selected the versions that are compiled; undefined if no go.mod requires the module */
function faultOf(
  { path, version, sum }: KnownImports,
  selected: readonly (string | undefined)[] | undefined,
  goSum: GoSum,
): Fault | undefined {
  if (!selected) return { kind: 'not required' };
  // Below go 1.17 go.sum may leave it open.
  if (selected.includes(undefined)) return undefined;
  if (!selected.includes(version)) return { kind: 'other version', selected: selected.join(', ') };
  if (goSum.hasZip(path, version, sum)) return undefined;
  const line = goSum.linesOf(path, version).find((l) => !l.goModOnly);
  return { kind: 'other hash', sum, hash: line?.hash };
}

/** By path, the versions of the modules that are compiled, or of what replaces them. */
function selectedVersions(
  written: readonly KnownImports[],
  selector: Selector,
): Map<string, (string | undefined)[]> {
  const paths = new Set([...selector.paths(), ...written.map(({ path }) => path)]);
  const sources = [...paths].flatMap((required) => {
    const selection = selector.select(required);
    if (!selection) return [];
    const { path, version, replace } = selection;
    if (!replace) return [{ path, version }];
    return isLocalReplace(replace) ? [] : [replace.new];
  });
  const byPath = groupBy(sources, ({ path }) => path);
  return new Map(
    Array.from(byPath, ([path, found]) => [path, [...new Set(found.map(({ version }) => version))]]),
  );
}
