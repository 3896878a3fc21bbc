import type { UnplacedDraft } from '../findings/finding';
import type { Release } from '../releases/release-model';
import type { Artifact } from './artifact';
import { moduleOfPackage, modulesOf } from './linked-packages';

/** Orders files as the server opens them: folder by folder, names by code units (nakama: filepath.Walk). */
export function compareFiles(a: string, b: string): number {
  const [x, y] = [a.split('/'), b.split('/')];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p = '', q = ''] = [x[i], y[i]];
    if (p !== q) return p < q ? -1 : 1;
  }
  return x.length - y.length;
}

/**
 * What one plugin does to those that the server opens after it. A package that the server lacks is bound to the first
 * plugin that brings it, and a second plugin with another fingerprint of it is refused; so is a second plugin with the
 * same path.
 *
 * @param plugins in the order of opening, those that the server itself would take
 * @returns file -> its findings
 */
export function unionDrafts(plugins: readonly Artifact[], release: Release): Map<string, UnplacedDraft[]> {
  const byPath = new Map<string, Artifact>();
  const binders = new Map<string, Artifact>();
  const drafts = new Map<string, UnplacedDraft[]>();
  for (const artifact of plugins) {
    const path = artifact.plugin?.path ?? '';
    const twin = byPath.get(path);
    if (twin) {
      drafts.set(artifact.file, [twinDraft(path, twin)]);
      continue;
    }
    byPath.set(path, artifact);
    drafts.set(artifact.file, conflictDrafts(artifact, binders));
    for (const name of artifact.fingerprints.keys()) {
      if (!binders.has(name) && !isServers(name, release)) binders.set(name, artifact);
    }
  }
  return drafts;
}

function isServers(path: string, release: Release): boolean {
  return release.isLinked(path) || release.standardPackages.includes(path);
}

function twinDraft(path: string, twin: Artifact): UnplacedDraft {
  return {
    id: 'duplicate-plugin-path',
    severity: 'error',
    data: { kind: 'built', path, first: twin.file },
  };
}

/** One draft a module; packages that differ only because another version is imported are left out. */
function conflictDrafts(artifact: Artifact, binders: ReadonlyMap<string, Artifact>): UnplacedDraft[] {
  const conflicts = new Map<string, { first: Artifact; packages: string[] }>();
  for (const [path, fingerprint] of artifact.fingerprints) {
    const first = binders.get(path);
    if (!first || first.fingerprints.get(path) === fingerprint) continue;
    const module = moduleOfPackage(path, modulesOf(artifact.buildInfo))?.path ?? 'std';
    const known = conflicts.get(module) ?? { first, packages: [] };
    known.packages.push(path);
    conflicts.set(module, known);
  }
  const all = [...conflicts].map(([module, { first, packages }]) => {
    const versions = [first, artifact].map(
      ({ buildInfo }) => moduleOfPackage(module, modulesOf(buildInfo))?.version,
    );
    return { module, first, packages, versions };
  });
  const byVersion = all.filter(({ versions }) => versions[0] !== versions[1]);
  return (byVersion.length > 0 ? byVersion : all).map(({ module, first, packages, versions }) => {
    const [theirs, own] = versions;
    return {
      id: 'plugins-conflict',
      severity: 'error',
      data: {
        kind: 'built',
        module,
        packages,
        first: first.file,
        ...(theirs !== own && { versions: { first: theirs, own } }),
      },
    };
  });
}
