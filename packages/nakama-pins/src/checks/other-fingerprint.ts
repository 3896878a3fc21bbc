import type { Found } from '../findings/finding';
import { pathAndVersion } from '../go-module/module-version';
import { distinct } from '../input/distinct';
import type { FindingLocation } from '../input/problem';
import type { ChangedCopy, ModuleCopy } from '../linking/changed-copies';
import type { CopyEffect } from '../linking/compare-files';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import { defineCheck } from './define-check';
import { droppedReplace } from './dropped-replace';

const SEVERITY = { differs: 'error', 'may differ': 'undecided', loads: 'warning' } as const;

/**
 * A copy of a shared module, in vendor/ or in a replaced folder, is compiled with the server's version in its positions.
 * It has the server's fingerprint only if Go exports the same of it as of the published module
 * (cmd/compile/internal/noder, writeUnifiedExport; assembly, C and embedded files are no part of it).
 */
export const otherFingerprint = defineCheck('other-fingerprint', function* ({ facts, linking, release }) {
  for (const copy of linking.copies) {
    if (copy.uncompared.length > 0) yield notCompared(copy, { release, dir: facts.dir });
    for (const effect of ['differs', 'may differ', 'loads'] as const) {
      for (const isProved of [true, false]) {
        const packages = copy.changed.filter((c) => c.effect === effect && c.isProved === isProved);
        if (packages.length > 0) yield found(copy, packages, { effect, isProved, release, facts });
      }
    }
  }
});

/** The catalog lacks the published files of versions that no module proxy serves: what is not known is not called right. */
function notCompared(
  { shared, place, uncompared }: ModuleCopy,
  { release, dir }: { readonly release: Release; readonly dir: string },
): Found<'other-fingerprint'> {
  const { module, selection, evidence } = shared;
  return {
    severity: 'undecided',
    location: selection?.location ?? { file: dir, line: 1, column: 1 },
    data: {
      kind: 'not compared',
      release: release.version,
      module: module.path,
      version: module.version,
      packages: uncompared,
      evidence,
      dir,
      target: place.isVendored ? undefined : place.replace && pathAndVersion(place.replace.new),
    },
  };
}

function found(
  { shared, place }: ModuleCopy,
  changed: readonly ChangedCopy[],
  of: {
    readonly effect: CopyEffect;
    readonly isProved: boolean;
    readonly release: Release;
    readonly facts: PluginFacts;
  },
): Found<'other-fingerprint'> {
  const { module, selection, evidence } = shared;
  const files = changed.flatMap((copy) => copy.changed.map(({ file }) => file));
  const [first] = files;
  const inGoMod: FindingLocation = selection?.location ?? { file: of.facts.dir, line: 1, column: 1 };
  const severity = SEVERITY[of.effect];
  return {
    severity: severity === 'error' && !of.isProved ? 'undecided' : severity,
    location: first === undefined ? inGoMod : { file: first, line: 1, column: 1 },
    data: {
      kind: 'copy',
      release: of.release.version,
      module: module.path,
      version: module.version,
      packages: changed.map((copy) => copy.package),
      evidence,
      effect: of.effect,
      isLinked: of.isProved,
      files,
      incomplete: distinct(changed.filter((copy) => copy.isIncomplete).map((copy) => copy.dir)),
      isVendored: place.isVendored,
      target: place.replace && pathAndVersion(place.replace.new),
      dropped: place.replace && droppedReplace(place.replace, module.version, of.facts),
    },
  };
}
