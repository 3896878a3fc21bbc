import { isLocalReplace } from '../go-module/build-list';
import type { BuildTarget } from '../go-module/build-target';
import type { ReplaceDirective } from '../go-module/module-files';
import { publishedFiles } from '../releases/published-files';
import type { Release } from '../releases/release-model';
import { localModulesOf, type PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';
import type { ImportClosure } from './closure';
import { compareFiles, type CopyDifference } from './compare-files';
import { vendoredOf } from './selection';
import type { SharedModule } from './shared-module';
import { buildsFromVendor } from './vendor-disagreements';

/** Where a shared module is compiled from, if not as it was published. */
export interface CopyPlace {
  readonly isVendored: boolean;
  /** The replace that puts a folder, or another module in vendor/, in its place. */
  readonly replace?: ReplaceDirective;
}

/** A package of a shared module at the server's version that is compiled from a copy with other content. */
export interface ChangedCopy extends CopyDifference {
  readonly package: string;
  /** Relative to the workspace root. */
  readonly dir: string;
  /** The plugin is known to link the package. */
  readonly isProved: boolean;
}

/** How the copy of one shared module compares with the module as published. */
export interface ModuleCopy {
  readonly shared: SharedModule;
  readonly place: CopyPlace;
  readonly changed: readonly ChangedCopy[];
  /** Packages whose published files the catalog does not have: whether they were changed, only compiling tells. */
  readonly uncompared: readonly string[];
  /** Every package that may be linked was compared. */
  readonly isComplete: boolean;
}

/**
 * Compares copies of shared modules, in vendor/ and in folders of replaces, with what the catalog knows of the published
 * files. At another version, the version is what differs; a patched package differs from what is published anyhow.
 */
export function moduleCopies(
  facts: PluginFacts,
  release: Release,
  allTargets: readonly BuildTarget[],
  { shared, closure }: { readonly shared: readonly SharedModule[]; readonly closure: ImportClosure },
): ModuleCopy[] {
  const fromVendor = buildsFromVendor(facts);
  // The catalog knows what is compiled without tags.
  const targets = allTargets.map((target) => ({ ...target, tags: [] }));
  return shared.flatMap((module): ModuleCopy[] => {
    if (module.selection?.version !== module.module.version) return [];
    const place = placeOf(module, fromVendor);
    if (!place) return [];
    const packages = packagesOf(module, facts, closure, fromVendor);
    const uncompared: string[] = [];
    const compared = packages.map(({ path, isProved }) => {
      const dir = folderOf(path, module, facts, fromVendor);
      const isPatched = release.isPatched(path);
      const published = isPatched ? undefined : publishedFiles(module.module, path, release.publishedFiles);
      if (!published && !isPatched && dir !== undefined && facts.copies.hasGo(dir)) uncompared.push(path);
      // vendor-out-of-step speaks of a package that vendor/ lacks.
      const isAbsent = dir !== undefined && fromVendor && !facts.copies.hasGo(dir);
      if (!published || dir === undefined || isAbsent) return undefined;
      return { path, isProved, dir, difference: compareFiles(published, facts.copies.files(dir), targets) };
    });
    const changed = compared.flatMap((copy) =>
      copy?.difference
        ? { ...copy.difference, package: copy.path, dir: copy.dir, isProved: copy.isProved }
        : [],
    );
    return [
      {
        shared: module,
        place,
        changed,
        uncompared,
        isComplete: compared.length > 0 && !compared.includes(undefined),
      },
    ];
  });
}

function placeOf({ selection }: SharedModule, isVendored: boolean): CopyPlace | undefined {
  const replace = selection?.replace;
  if (!isVendored && !(replace && isLocalReplace(replace))) return undefined;
  return { isVendored, ...(replace && { replace }) };
}

/** Packages that imports lead to; where imports are unknown, also those that vendor/modules.txt lists. */
function packagesOf(
  { module, packages }: SharedModule,
  { vendor }: PluginFacts,
  closure: ImportClosure,
  fromVendor: boolean,
): { readonly path: string; readonly isProved: boolean }[] {
  const proved = packages.map((path) => ({ path, isProved: true }));
  if (closure.exact || !fromVendor) return proved;
  const [linked, known] = [new Set(module.linkedPackages), new Set(packages)];
  const listed = (vendor && vendoredOf(vendor.modules, module.path)[0]?.packages) ?? [];
  const others = listed.filter((path) => linked.has(path) && !known.has(path));
  return [...proved, ...others.map((path) => ({ path, isProved: false }))];
}

function folderOf(
  packagePath: string,
  { module }: SharedModule,
  { dir, localModules }: PluginFacts,
  fromVendor: boolean,
): string | undefined {
  if (fromVendor) return under(dir, `vendor/${packagePath}`);
  const [local] = localModulesOf(localModules, module.path);
  return local && under(local.dir, packagePath.slice(module.path.length + 1) || '.');
}
