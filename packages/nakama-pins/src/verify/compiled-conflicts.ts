import type { CompiledModule, CompiledPackage } from '../fingerprints/compiled-package';
import { groupBy } from '../input/group-by';
import type { Origin } from '../linking/brought';
import type { Conflict } from '../linking/conflicts';
import type { Platform, Release } from '../releases/release-model';
import { localModulesOf } from '../workspace/facts';
import { requirementOf } from './compiled-drafts';
import type { OpenModule } from './open-module';

/** What a plugin links on each platform that was compiled. */
export type CompiledPackages = ReadonlyMap<Platform, ReadonlyMap<string, CompiledPackage>>;

/**
 * Compares the packages that two plugins link and their server lacks, as `plugin.Open` does for the second of them.
 * Of those that differ only the roots count: the others import them.
 *
 * @returns undefined if the two were compiled for no common platform
 */
export function compiledConflicts(
  own: CompiledPackages,
  theirs: CompiledPackages,
  module: OpenModule,
  other: OpenModule,
): Conflict[] | undefined {
  const platforms = [...own.keys()].filter((platform) => theirs.has(platform));
  if (platforms.length === 0) return undefined;
  const roots = new Map<string, readonly [CompiledModule, CompiledModule]>();
  for (const platform of platforms) {
    const [mine, others] = [own.get(platform), theirs.get(platform)];
    if (mine && others) collectRoots(mine, others, module.release, roots);
  }
  const byModule = groupBy(roots, ([, [{ path }]]) => path);
  return [...byModule.values()].flatMap((found) => {
    const [first] = found;
    if (!first) return [];
    const [, [ownModule, theirModule]] = first;
    return {
      own: originOf(ownModule, module),
      theirs: originOf(theirModule, other),
      packages: found.map(([path]) => path).sort(),
      certain: true,
    };
  });
}

function collectRoots(
  mine: ReadonlyMap<string, CompiledPackage>,
  others: ReadonlyMap<string, CompiledPackage>,
  release: Release,
  roots: Map<string, readonly [CompiledModule, CompiledModule]>,
): void {
  const differs = (path: string): boolean => {
    const [a, b] = [mine.get(path), others.get(path)];
    return a !== undefined && b !== undefined && a.fingerprint !== b.fingerprint;
  };
  for (const [path, { standard, imports, module }] of mine) {
    // What the server links is compared with the server.
    if (standard || release.isLinked(path) || !differs(path) || imports.some(differs)) continue;
    const theirs = others.get(path)?.module;
    if (module && theirs) roots.set(path, [module, theirs]);
  }
}

function originOf(compiled: CompiledModule, { facts }: OpenModule): Origin {
  const { path, version, replace } = compiled;
  const local = replace?.version === undefined ? localModulesOf(facts.localModules, path)[0] : undefined;
  const replacedBy = replace && (local?.dir ?? [replace.path, replace.version].filter(Boolean).join(' '));
  return {
    module: path,
    ...(version !== undefined && { version }),
    ...(replacedBy !== undefined && { replacedBy }),
    location: requirementOf(compiled, facts),
  };
}
