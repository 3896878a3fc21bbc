import { headerOf, type ReleaseHeader } from './header';
import type { Release } from './release-model';

export interface ModuleAt {
  readonly path: string;
  readonly version: string;
}

export interface ModuleChange {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  /** One of the two servers links a package of it; a plugin that does so too must follow. */
  readonly linked: boolean;
}

export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What changes for plugins from one release to another; lists sorted by path. */
export interface ReleaseDiff {
  readonly from: string;
  readonly to: string;
  /** Go, images and other facts that differ. */
  readonly facts: readonly {
    readonly fact: keyof ReleaseHeader;
    readonly from: string;
    readonly to: string;
  }[];
  readonly modules: {
    readonly added: readonly ModuleAt[];
    readonly removed: readonly ModuleAt[];
    readonly changed: readonly ModuleChange[];
  };
  readonly linkedPackages: Difference;
  readonly patchedPackages: Difference;
}

/** Facts that always differ between releases. */
const NAMES: readonly (keyof ReleaseHeader)[] = ['release', 'variant', 'tag'];

export function diffReleases(from: Release, to: Release): ReleaseDiff {
  const after = headerOf(to);
  const facts = (Object.entries(headerOf(from)) as [keyof ReleaseHeader, string][])
    .filter(([fact, value]) => !NAMES.includes(fact) && value !== after[fact])
    .map(([fact, value]) => ({ fact, from: value, to: after[fact] ?? '' }));
  return {
    from: from.version,
    to: to.version,
    facts,
    modules: {
      added: modulesWithout(to, from),
      removed: modulesWithout(from, to),
      changed: from.modules.flatMap((module) => {
        const other = to.module(module.path);
        if (other === undefined || other.version === module.version) return [];
        const linked = module.linkedPackages.length + other.linkedPackages.length > 0;
        return [{ path: module.path, from: module.version, to: other.version, linked }];
      }),
    },
    linkedPackages: difference(linkedPackages(from), linkedPackages(to)),
    patchedPackages: difference(from.patchedPackages, to.patchedPackages),
  };
}

function modulesWithout(release: Release, other: Release): ModuleAt[] {
  return release.modules
    .filter(({ path }) => other.module(path) === undefined)
    .map(({ path, version }) => ({ path, version }));
}

function linkedPackages(release: Release): string[] {
  return release.modules.flatMap((module) => module.linkedPackages).sort();
}

function difference(from: readonly string[], to: readonly string[]): Difference {
  const before = new Set(from);
  const after = new Set(to);
  return { added: to.filter((name) => !before.has(name)), removed: from.filter((name) => !after.has(name)) };
}
