import { droppedReplace } from '../checks/dropped-replace';
import { lacksSums } from '../checks/lacks-sums';
import type { Draft } from '../findings/finding';
import {
  patchedDraft,
  type SeenMismatch,
  serverOwnDraft,
  standardDraft,
  versionDraft,
} from '../findings/mismatch-drafts';
import type { RequireEdit } from '../findings/wording/require-edit';
import type { MismatchCause, RootMismatch } from '../fingerprints/comparison';
import type { CompiledModule } from '../fingerprints/compiled-package';
import { replaceFor, requirementOf as requiredIn } from '../go-module/build-list';
import type { ReplaceDirective } from '../go-module/module-files';
import { moduleLine } from '../go-module/module-line';
import { pathAndVersion } from '../go-module/module-version';
import type { FindingLocation } from '../input/problem';
import { usesVendor } from '../linking/selection';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';

/** What is found for one mismatch of fingerprints. */
export function mismatchDraft(mismatch: RootMismatch, facts: PluginFacts, release: Release): Draft {
  const { cause, packages, chain } = mismatch;
  const seen = { packages, release: release.version, evidence: { kind: 'compiled', chain } } as const;
  switch (cause.kind) {
    case 'standard':
      return { ...standardDraft(seen, release.go, false), location: moduleLine(facts.goMod) };
    case 'server-own':
      return { ...serverOwnDraft(seen), location: moduleLine(facts.goMod) };
    case 'version':
    case 'other-module':
      return otherVersion(mismatch, cause, seen, facts);
    case 'patched':
      return { ...patchedDraft(cause, seen), location: requirementOf(cause.module, facts) };
    case 'content':
      return contentDraft(mismatch, cause, facts, release);
  }
}

function otherVersion(
  { direct }: RootMismatch,
  cause: Extract<MismatchCause, { kind: 'version' | 'other-module' }>,
  seen: SeenMismatch,
  facts: PluginFacts,
): Draft {
  const { module, server } = cause;
  const replace = replaceOf(module, facts);
  const edit = editOf(server, module, facts);
  if (replace?.new.version !== undefined) {
    const location = { file: facts.goMod.file, ...replace.position };
    return {
      ...versionDraft(cause, seen, {
        isDirect: direct,
        replacement: replace.new,
        dropped: droppedReplace(replace, server.version, facts),
        edit,
      }),
      location,
    };
  }
  return { ...versionDraft(cause, seen, { isDirect: direct, edit }), location: requirementOf(module, facts) };
}

function editOf(
  { path, version }: { readonly path: string; readonly version: string },
  module: CompiledModule,
  facts: PluginFacts,
): RequireEdit {
  const line = requiredIn(facts.goMod, path);
  const isUnsummed = lacksSums(facts, path, version);
  if (usesVendor(facts)) return { kind: 'vendor', isUnsummed };
  return line && line.path === module.path
    ? { kind: 'line', file: facts.goMod.file, isUnsummed }
    : { kind: 'add', isUnsummed };
}

function contentDraft(
  { packages, chain }: RootMismatch,
  { module, server }: Extract<MismatchCause, { kind: 'content' }>,
  facts: PluginFacts,
  { version: release }: Release,
): Draft {
  const { path, version } = server;
  const data = {
    release,
    packages,
    module: path,
    version,
    evidence: { kind: 'compiled', chain },
  } as const;
  const replace = replaceOf(module, facts);
  if (replace) {
    return {
      id: 'other-fingerprint',
      severity: 'error',
      location: { file: facts.goMod.file, ...replace.position },
      data: {
        kind: 'replaced',
        ...data,
        target: pathAndVersion(replace.new),
        dropped: droppedReplace(replace, version, facts),
      },
    };
  }
  return {
    id: 'other-fingerprint',
    severity: 'error',
    location: requirementOf(module, facts),
    data: usesVendor(facts)
      ? { kind: 'vendored', ...data }
      : { kind: 'unexplained', ...data, isBuilt: false },
  };
}

/** Where go.mod, or a local library's, requires the module; the module line if none does. */
export function requirementOf(
  { path }: CompiledModule,
  { goMod, localModules }: PluginFacts,
): FindingLocation {
  for (const file of [goMod, ...localModules.flatMap((library) => library.goMod ?? [])]) {
    const line = requiredIn(file, path);
    if (line) return { file: file.file, ...line.versionPosition };
  }
  return moduleLine(goMod);
}

/** What go.mod says of a replacement that go reports. */
function replaceOf(
  { path, version, replace }: CompiledModule,
  { goMod }: PluginFacts,
): ReplaceDirective | undefined {
  return replace && replaceFor(goMod, path, version);
}
