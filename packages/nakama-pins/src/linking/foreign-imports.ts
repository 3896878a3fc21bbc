import { isLocalReplace } from '../go-module/build-list';
import type { BuildTarget } from '../go-module/build-target';
import { importsFor, listImports, type ModuleImports } from '../go-module/import-list';
import type { ModuleVersion } from '../go-module/module-files';
import { pathAndVersion } from '../go-module/module-version';
import { byKey } from '../input/by-key';
import { shippedImports } from '../releases/shipped-imports';
import type { KnownImports, PluginFacts } from '../workspace/facts';
import { type Selector, usesVendor } from './selection';

/** What packages import that the release does not have; undefined for one of which that is not known. */
export type ForeignImports = (packagePath: string) => readonly string[] | undefined;

/**
 * Reads what packages outside the release import: from vendor/ where the plugin is built with it; else from lists of the
 * very source that go.sum names: those of nakama-imports.json, those that were downloaded for this run, the catalog's.
 */
export function foreignImports(
  facts: PluginFacts,
  selector: Selector,
  targets: readonly BuildTarget[],
): ForeignImports {
  if (usesVendor(facts)) {
    return (path) => {
      const files = facts.vendored(path);
      return files.length === 0 ? undefined : importsFor(listImports(files), targets);
    };
  }
  return (path) => {
    for (const { source, folder } of sourcesOf(path, selector)) {
      const list = listsOf(source, facts).find(({ packages }) => Object.hasOwn(packages, folder));
      const listed = list?.packages[folder];
      if (listed) return importsFor(listed, targets);
    }
    return undefined;
  };
}

/** Where a package's source may come from. */
export interface PackageSource {
  /** The module, or its replacement. */
  readonly source: ModuleVersion;
  /** The package's folder in it; `.` for its root. */
  readonly folder: string;
}

/** The selected modules that may hold a package, longest path first: at most one holds it, or Go would not build. */
export function* sourcesOf(packagePath: string, selector: Selector): Iterable<PackageSource> {
  for (let end = packagePath.length; end > 0; end = packagePath.lastIndexOf('/', end - 1)) {
    const selection = selector.select(packagePath.slice(0, end));
    if (selection?.version === undefined) continue;
    const { path, version, replace } = selection;
    if (replace && isLocalReplace(replace)) continue;
    yield { source: replace?.new ?? { path, version }, folder: packagePath.slice(end + 1) || '.' };
  }
}

const importsOf = byKey((list: KnownImports) => pathAndVersion(list));

/** Lists of the source that go.sum names; one of another source is out of step. */
function listsOf({ path, version = '' }: ModuleVersion, { goSum, imports }: PluginFacts): ModuleImports[] {
  const written = importsOf(imports, pathAndVersion({ path, version }));
  const shipped = shippedImports(path, version);
  const all = shipped ? [...written, shipped] : written;
  return all.filter(({ sum }) => goSum?.hasZip(path, version, sum));
}
