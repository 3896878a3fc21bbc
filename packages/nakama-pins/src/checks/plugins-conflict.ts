import type { ConflictFix, ConflictOrigin, VersionEdit } from '../findings/wording/plugins-conflict';
import { compareVersions } from '../go-module/module-version';
import { groupBy } from '../input/group-by';
import type { Origin } from '../linking/brought';
import type { Clash } from '../linking/conflicts';
import type { Release } from '../releases/release-model';
import { defineCheck } from './define-check';

/**
 * The runtime compares a plugin's packages with all that the process has, those of earlier plugins among them
 * (runtime/plugin.go, plugin_lastmoduleinit), and a version is part of a fingerprint.
 */
export const pluginsConflict = defineCheck('plugins-conflict', function* ({ facts, release, clashes }) {
  for (const [module, found] of groupBy(clashes, ({ own }) => own.module)) {
    const [first] = found;
    if (!first) continue;
    const own = originOf(facts.dir, first.own);
    const others = found.map(({ dir, theirs }) => originOf(dir, theirs));
    yield {
      severity: found.some(({ certain }) => certain) ? 'error' : 'undecided',
      location: first.own.location,
      data: {
        kind: 'found',
        module,
        packages: [...new Set(found.flatMap(({ packages }) => packages))].sort(),
        own,
        others,
        fix: fixOf(facts.dir, found, release),
      },
    };
  }
});

function originOf(dir: string, { module, version, replacedBy }: Origin): ConflictOrigin {
  return {
    dir,
    module,
    ...(version !== undefined && { version }),
    ...(replacedBy !== undefined && { replacedBy }),
  };
}

/** A lower version is raised, as by Go's own selection; of a module that the server links, too, its version is right. */
function fixOf(ownDir: string, clashes: readonly Clash[], release: Release): ConflictFix {
  const sides = [
    ...clashes.slice(0, 1).map(({ own }) => ({ dir: ownDir, origin: own })),
    ...clashes.map(({ dir, theirs }) => ({ dir, origin: theirs })),
  ];
  const [module, ...otherModules] = new Set(sides.map(({ origin }) => origin.module));
  if (module === undefined || otherModules.length > 0) return { kind: 'other module' };
  const versions = sides.flatMap(({ origin }) => origin.version ?? []);
  if (versions.length < sides.length) return { kind: 'own module' };
  const server = release.module(module);
  const version =
    server && server.linkedPackages.length > 0
      ? server.version
      : versions.reduce((a, b) => (compareVersions(a, b) < 0 ? b : a));
  const edits = sides.flatMap(({ dir, origin }): VersionEdit[] => {
    if (origin.version === version) return [];
    const { file } = origin.location;
    const isFolder = origin.replacedBy !== undefined;
    return [{ dir, ...(isFolder && { goMod: file }), vendors: origin.vendored ?? false }];
  });
  return edits.length > 0 ? { kind: 'one version', version, edits } : { kind: 'replacement' };
}
