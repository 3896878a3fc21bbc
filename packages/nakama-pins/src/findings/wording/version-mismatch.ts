import type { Place, Settling, Words } from '../define-finding';
import { type Evidence, linked } from './evidence';
import { type RequireEdit, requireFix } from './require-edit';

/** A shared module at another version than the server's. */
export interface VersionMismatch {
  readonly module: string;
  readonly found: string;
  /** The server's version. */
  readonly wanted: string;
  /** `3.40.0` */
  readonly release: string;
  readonly evidence: Evidence;
  readonly edit: RequireEdit;
}

export const VERSION_SETTLING: Settling = { compiling: 'settles', pinning: true, building: 'silent' };

/** The one wording of a version mismatch, whatever proof found it. */
export function versionWords(
  { module, found, wanted, release, evidence, edit }: VersionMismatch,
  place: Place,
): Words & { readonly module: string } {
  return {
    module,
    expected: wanted,
    actual: found,
    message: `${module} is ${found}, but Nakama ${release} links ${wanted} (${linked(evidence)})`,
    fix: requireFix(edit, module, wanted, place),
  };
}
