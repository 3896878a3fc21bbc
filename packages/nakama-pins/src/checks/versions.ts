import type { FindingDraft } from './define-check';
import { isProved, type SharedModule } from '../linking/linking';
import type { Release } from '../releases/release-model';
import { isLocalReplace } from '../go-module/build-list';

/** A shared module whose selected version is known and is not the server's. */
export interface Mismatch extends SharedModule {
  readonly selection: NonNullable<SharedModule['selection']>;
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

/** The finding for one mismatch of versions. */
export function versionFinding(mismatch: Mismatch, release: Release): FindingDraft {
  const { module, selection, because } = mismatch;
  const proved = isProved(mismatch);
  const { file, line } = selection.location;
  return {
    severity: proved ? 'error' : 'undecided',
    location: selection.location,
    subject: module.path,
    expected: module.version,
    actual: selection.version,
    message: `${module.path} is ${selection.version}, Nakama ${release.version} links ${module.version} (${proved ? 'linked' : 'perhaps linked'}: ${because})`,
    fix: fixFor(mismatch, `${file}:${line}`),
  };
}

function fixFor({ module, selection }: Mismatch, place: string): string {
  const requirement = `${module.path} ${module.version}`;
  switch (selection.source) {
    case 'vendor':
      return `require ${requirement} in go.mod, then run: go mod vendor`;
    case 'go.sum':
      return `add to go.mod: require ${requirement}`;
    default:
      return `write in ${place}: ${requirement}`;
  }
}
