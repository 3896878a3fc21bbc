import type { Found } from '../findings/finding';
import { isLocalReplace } from '../go-module/build-list';
import type { ReplaceDirective } from '../go-module/module-files';
import { pathAndVersion } from '../go-module/module-version';
import type { ModuleCopy } from '../linking/changed-copies';
import { isProved, type SharedModule } from '../linking/linking';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import { defineCheck } from './define-check';
import { droppedReplace } from './dropped-replace';

/**
 * With -trimpath the linker's fingerprint names the *required* version, whatever code a replace puts in its place.
 * So `require X v1.1` with `replace X => X v1.0` is refused even with the server's own code.
 */
export const replaceHidesVersion = defineCheck(
  'replace-hides-version',
  function* ({ facts, linking, release }) {
    let copies: ReadonlyMap<SharedModule, ModuleCopy> | undefined;
    for (const shared of linking.shared) {
      const replace = shared.selection?.replace;
      if (!replace || shared.selection?.version === undefined) continue;
      copies ??= new Map(linking.copies.map((each) => [each.shared, each]));
      const copy = copies.get(shared);
      // other-fingerprint says what is compiled.
      if (copy && isAnswered(copy)) continue;
      const found = effectOf(shared, shared.selection.version, replace, { release, facts });
      if (found) yield { location: { file: facts.goMod.file, ...replace.position }, ...found };
    }
  },
);

/** The copy is known to have other content; or it was compared, and other code than the published one is not in it. */
function isAnswered({ changed, isComplete, place }: ModuleCopy): boolean {
  const isFolder = place.replace !== undefined && isLocalReplace(place.replace);
  return changed.some(({ effect }) => effect !== 'loads') || (isComplete && !isFolder);
}

function effectOf(
  shared: SharedModule,
  required: string,
  replace: ReplaceDirective,
  { release, facts }: { readonly release: Release; readonly facts: PluginFacts },
): Omit<Found<'replace-hides-version'>, 'location'> | undefined {
  const { path, version } = shared.module;
  const data = {
    module: path,
    wanted: version,
    release: release.version,
    target: pathAndVersion(replace.new),
    evidence: shared.evidence,
    dropped: droppedReplace(replace, version, facts),
  };
  if (isLocalReplace(replace)) {
    // A wrong required version is reported by the version checks: the folder changes nothing about it.
    return required === version ? { severity: 'warning', data: { kind: 'folder', ...data } } : undefined;
  }
  if (required !== version) {
    return {
      severity: isProved(shared) ? 'error' : 'undecided',
      data: { kind: 'other version required', ...data, required },
    };
  }
  if (replace.new.path === path && replace.new.version === version) return undefined;
  return { severity: 'undecided', data: { kind: 'other code', ...data } };
}
