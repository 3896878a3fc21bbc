import type { UnplacedDraft } from '../../findings/finding';
import { standardDraft } from '../../findings/mismatch-drafts';
import { compareFingerprints } from '../../fingerprints/comparison';
import type { Artifact } from '../artifact';
import { flagDifferences } from '../flag-differences';
import { linkedPackages } from '../linked-packages';
import type { Server } from '../server';
import { platformOf } from '../server-release';
import { otherGo } from './go';
import { mismatchDraft } from './package-mismatch';

/**
 * Compares each package that plugin and server share, as plugin.Open does, and says what is to be fixed: not the
 * hundreds of packages that differ because one they import does.
 *
 * A file holds no import graph. The catalog's is used instead: of packages at the server's version the imports are the
 * server's too, and packages at another version differ by themselves. Which packages of the standard library import
 * each other is not known, so these are one cause; if it is there, packages at the right version are taken to follow.
 */
export function packages(plugin: Artifact, server: Server): UnplacedDraft[] {
  const { release } = server;
  const platform = platformOf(plugin);
  if (release.fingerprints(platform) === undefined) {
    const fatal = otherGo(plugin, server, []);
    const unproved: UnplacedDraft = {
      id: 'artifact-unproved',
      severity: 'undecided',
      data: { release: release.version, platform },
    };
    return [unproved, ...(fatal?.severity === 'error' ? [fatal] : [])];
  }
  const linked = linkedPackages(plugin, release);
  const roots = compareFingerprints(linked, { release, platform, starts: [], isLibrary: false });
  const standard = roots.find(({ cause }) => cause.kind === 'standard')?.packages ?? [];
  const suspects = flagDifferences(plugin.buildInfo?.settings ?? new Map(), server.settings);
  const go = otherGo(plugin, server, standard);
  const context = { linked, plugin, release, suspects };
  const drafts = roots.flatMap(({ cause, packages: paths }) =>
    cause.kind === 'standard' || (cause.kind === 'content' && standard.length > 0)
      ? []
      : [mismatchDraft(cause, paths, context)],
  );
  if (go) drafts.push(go);
  if (standard.length > 0 && suspects.length > 0) {
    for (const difference of suspects) {
      const data = { kind: 'built', difference, release: release.version, standard } as const;
      drafts.push({ id: 'artifact-flags', severity: 'error', data });
    }
  } else if (standard.length > 0 && !go) {
    const shared = [...linked.values()].filter(({ standard: isStandard }) => isStandard).length;
    const seen = { packages: standard, release: release.version };
    drafts.push(standardDraft(seen, release.go, standard.length === shared));
  }
  return drafts;
}
