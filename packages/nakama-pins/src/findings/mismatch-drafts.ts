import type { MismatchCause } from '../fingerprints/comparison';
import type { ModuleVersion } from '../go-module/module-files';
import { pathAndVersion } from '../go-module/module-version';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { UnplacedDraft } from './finding';
import type { Evidence } from './wording/evidence';
import type { DroppedReplace, RequireEdit } from './wording/require-edit';

/** What a mismatch of fingerprints was seen in: compiled packages, or a built file. */
export interface SeenMismatch {
  /** Import paths, sorted. */
  readonly packages: readonly string[];
  /** `3.40.0` */
  readonly release: string;
  readonly evidence: Evidence;
}

/** A package of which the server links changed code, which no version has. */
export function patchedDraft(
  { module: { path, version } }: Extract<MismatchCause, { kind: 'patched' }>,
  { packages: [first = path, ...others], release, evidence }: SeenMismatch,
): UnplacedDraft {
  const data = { packages: [first, ...others], module: path, version, release, evidence } as const;
  return { id: 'patched-in-server', severity: 'error', data };
}

/** A package of the server's own module, whose fingerprints the catalog leaves out. */
export function serverOwnDraft(seen: SeenMismatch): UnplacedDraft {
  return { id: 'other-fingerprint', severity: 'undecided', data: { kind: "the server's own", ...seen } };
}

/** @param all not one package of the standard library is the server's: then paths differ, rather than code */
export function standardDraft(
  { packages, release }: Omit<SeenMismatch, 'evidence'>,
  go: string,
  all: boolean,
): UnplacedDraft {
  const data = { kind: 'standard library', release, packages, go, all } as const;
  return { id: 'other-fingerprint', severity: 'error', data };
}

/** How the plugin comes to another version. */
export interface VersionSource {
  /** Its own source imports the module. */
  readonly isDirect: boolean;
  /** What a replace puts in the module's place without changing the version that the fingerprint names. */
  readonly replacement?: ModuleVersion;
  /** What takes the replace away; undefined for a built file, which does not tell its go.mod. */
  readonly dropped?: DroppedReplace;
  readonly edit: RequireEdit;
}

/** Another version of the module that the server links, or another module with the same package. */
export function versionDraft(
  { module, server }: Extract<MismatchCause, { kind: 'version' | 'other-module' }>,
  { packages, release, evidence }: SeenMismatch,
  { isDirect, replacement, dropped, edit }: VersionSource,
): UnplacedDraft {
  const { path, version: wanted } = server;
  const found = module.version ?? '';
  if (replacement) {
    const kind = 'other version required';
    const target = pathAndVersion(replacement);
    const data = {
      kind,
      module: module.path,
      wanted,
      release,
      target,
      required: found,
      evidence,
      dropped,
    } as const;
    return { id: 'replace-hides-version', severity: 'error', data };
  }
  if (module.path !== path) {
    const from = pathAndVersion(module);
    const data = {
      kind: 'other module',
      packages,
      from,
      module: path,
      wanted,
      release,
      evidence,
      edit,
    } as const;
    return { id: 'missing-pins', severity: 'error', data };
  }
  const data = { module: path, found, wanted, release, evidence, edit };
  return { id: versionId(path, isDirect), severity: 'error', data };
}

function versionId(
  path: string,
  isDirect: boolean,
): 'nakama-common' | 'direct-dependency' | 'transitive-dependency' {
  if (path === NAKAMA_COMMON) return 'nakama-common';
  return isDirect ? 'direct-dependency' : 'transitive-dependency';
}
