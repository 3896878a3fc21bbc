import type { Found } from '../findings/finding';
import type { RequireEdit } from '../findings/wording/require-edit';
import type { VersionMismatch } from '../findings/wording/version-mismatch';
import { isLocalReplace } from '../go-module/build-list';
import { isProved, type SharedModule } from '../linking/linking';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import { lacksSums } from './lacks-sums';

/** A shared module whose selected version is known and is not the server's. */
export interface Mismatch extends SharedModule {
  readonly selection: NonNullable<SharedModule['selection']> & { readonly version: string };
}

/**
 * Shared modules at another version than the server's. Versions are compared as exact strings: with -trimpath the
 * string itself is in the fingerprint (facts of the linker: positions read `module@version/file.go`).
 */
export function mismatches(shared: readonly SharedModule[]): Mismatch[] {
  return shared
    .filter(
      (s): s is Mismatch => s.selection?.version !== undefined && s.selection.version !== s.module.version,
    )
    .filter((mismatch) => !hiddenByReplace(mismatch));
}

/** A replace by another module or version: `replace-hides-version` speaks of it, a folder changes nothing. */
function hiddenByReplace({ selection: { replace } }: Mismatch): boolean {
  return replace !== undefined && !isLocalReplace(replace);
}

/** What every finding about a version says. */
export function versionFound(
  mismatch: Mismatch,
  release: Release,
  facts: PluginFacts,
): Omit<Found<'nakama-common'>, 'data'> & { readonly data: VersionMismatch } {
  const { module, selection, evidence } = mismatch;
  return {
    severity: isProved(mismatch) ? 'error' : 'undecided',
    location: selection.location,
    data: {
      module: module.path,
      found: selection.version,
      wanted: module.version,
      release: release.version,
      evidence,
      edit: editOf(mismatch, facts),
    },
  };
}

function editOf(
  { module: { path, version }, selection: { source, location } }: Mismatch,
  facts: PluginFacts,
): RequireEdit {
  const isUnsummed = lacksSums(facts, path, version);
  if (source === 'vendor') return { kind: 'vendor', isUnsummed };
  return source === 'go.sum'
    ? { kind: 'add', isUnsummed }
    : { kind: 'line', file: location.file, isUnsummed };
}
