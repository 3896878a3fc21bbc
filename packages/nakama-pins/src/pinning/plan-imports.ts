import type { ModuleImports } from '../go-module/import-list';
import { sourcesOf } from '../linking/foreign-imports';
import { type Linking, linkingOf } from '../linking/linking';
import { usesVendor } from '../linking/selection';
import { staleImports } from '../linking/stale-imports';
import type { Release } from '../releases/release-model';
import { shippedImports } from '../releases/shipped-imports';
import { buildTargets } from '../verify/judge';
import type { KnownImports, PluginFacts } from '../workspace/facts';
import { nakamaImportsText } from '../workspace/nakama-imports';

/**
 * The text of nakama-imports.json with what `verify` needs to know all packages that the plugin links, and cannot read
 * in the catalog or in vendor/.
 *
 * @param facts as they will be, with the imports of all packages that go found
 * @param written what the file says today; undefined if there is none
 * @returns undefined if the file is to stay as it is
 */
export function planImports(
  facts: PluginFacts,
  written: readonly KnownImports[] | undefined,
  release: Release,
): string | undefined {
  const isInStep = usesVendor(facts)
    ? (written ?? []).every(({ path, version, sum }) => facts.goSum?.hasZip(path, version, sum))
    : staleImports(facts, written ?? [], closed(facts, release).selector).length === 0;
  if (isInStep && (usesVendor(facts) || closed({ ...facts, imports: written ?? [] }, release).closure.exact))
    return undefined;
  const wanted = usesVendor(facts) ? [] : needed(facts, release);
  const text = nakamaImportsText(wanted);
  return text === nakamaImportsText(written ?? []) ? undefined : text;
}

/** The known lists, of the packages that imports lead to, without those of the catalog. */
function needed(facts: PluginFacts, release: Release): ModuleImports[] {
  const { closure, selector } = closed(facts, release);
  const packages = new Map<ModuleImports, string[]>();
  for (const path of closure.foreign.keys()) {
    for (const { source, folder } of sourcesOf(path, selector)) {
      const { version = '' } = source;
      const list = facts.imports.find(
        (known) =>
          known.path === source.path &&
          known.version === version &&
          facts.goSum?.hasZip(known.path, known.version, known.sum) &&
          Object.hasOwn(known.packages, folder),
      );
      if (!list) continue;
      const shipped = shippedImports(source.path, version);
      const isShipped = shipped?.sum === list.sum && Object.hasOwn(shipped.packages, folder);
      if (!isShipped) packages.set(list, [...(packages.get(list) ?? []), folder]);
      break;
    }
  }
  return [...packages].map(([list, folders]) => ({
    path: list.path,
    version: list.version,
    sum: list.sum,
    packages: Object.fromEntries(folders.map((folder) => [folder, list.packages[folder] ?? []])),
  }));
}

function closed(facts: PluginFacts, release: Release): Linking {
  return linkingOf(facts, release, buildTargets(facts, release));
}
