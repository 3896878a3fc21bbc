import type { Draft } from '../findings/finding';
import type { RequireEdit } from '../findings/wording/require-edit';
import type { MismatchCause, RootMismatch } from '../fingerprints/comparison';
import type { CompiledModule } from '../fingerprints/compiled-package';
import { replaceFor } from '../go-module/build-list';
import type { ReplaceDirective } from '../go-module/module-files';
import type { FindingLocation } from '../input/problem';
import { usesVendor } from '../linking/selection';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';

/** What is found for one mismatch of fingerprints. */
export function mismatchDraft(mismatch: RootMismatch, facts: PluginFacts, release: Release): Draft {
  const { cause, packages } = mismatch;
  const evidence = { kind: 'compiled', chain: mismatch.chain } as const;
  const inGoMod = { severity: 'error', location: moduleLine(facts.goMod) } as const;
  const server = { release: release.version, packages };
  switch (cause.kind) {
    case 'standard':
      return {
        id: 'other-fingerprint',
        ...inGoMod,
        data: { kind: 'standard library', ...server, go: release.go, all: false },
      };
    case 'server-own':
      return {
        id: 'other-fingerprint',
        ...inGoMod,
        severity: 'undecided',
        data: { kind: "the server's own", ...server, evidence },
      };
    case 'version':
    case 'other-module':
      return versionDraft(mismatch, cause, facts, release);
    case 'patched': {
      const { path, version } = cause.module;
      const [first = path, ...others] = packages;
      return {
        id: 'patched-in-server',
        severity: 'error',
        location: requirementOf(cause.module, facts),
        data: {
          packages: [first, ...others],
          module: path,
          version,
          release: release.version,
          evidence,
        },
      };
    }
    case 'content':
      return contentDraft(mismatch, cause, facts, release);
  }
}

function versionDraft(
  { direct, packages, chain }: RootMismatch,
  { module, server }: Extract<MismatchCause, { kind: 'version' | 'other-module' }>,
  facts: PluginFacts,
  { version: release }: Release,
): Draft {
  const { path, version: wanted } = server;
  const evidence = { kind: 'compiled', chain } as const;
  const replace = replaceOf(module, facts);
  if (replace?.new.version !== undefined) {
    return {
      id: 'replace-hides-version',
      severity: 'error',
      location: { file: facts.goMod.file, ...replace.position },
      data: {
        kind: 'other version required',
        module: module.path,
        wanted,
        release,
        target: `${replace.new.path} ${replace.new.version}`,
        required: module.version ?? '',
        evidence,
        isBuilt: false,
      },
    };
  }
  const location = requirementOf(module, facts);
  const edit = editOf(path, module, facts);
  if (module.path !== path) {
    const from = [module.path, module.version].filter(Boolean).join(' ');
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
    return { id: 'missing-pins', severity: 'error', location, data };
  }
  const data = { module: path, found: module.version ?? '', wanted, release, evidence, edit };
  return { id: versionId(path, direct), severity: 'error', location, data };
}

function versionId(
  path: string,
  direct: boolean,
): 'nakama-common' | 'direct-dependency' | 'transitive-dependency' {
  if (path === NAKAMA_COMMON) return 'nakama-common';
  return direct ? 'direct-dependency' : 'transitive-dependency';
}

function editOf(path: string, module: CompiledModule, facts: PluginFacts): RequireEdit {
  if (usesVendor(facts)) return { kind: 'vendor' };
  const line = facts.goMod.require.find((r) => r.path === path);
  return line && line.path === module.path
    ? { kind: 'line', file: facts.goMod.file, line: line.versionPosition.line }
    : { kind: 'add' };
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
        target: [replace.new.path, replace.new.version].filter(Boolean).join(' '),
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

/** The line of go.mod that names the module itself. */
export function moduleLine({ file, module }: PluginFacts['goMod']): FindingLocation {
  return { file, ...(module?.position ?? { line: 1, column: 1 }) };
}

/** Where go.mod, or a local library's, requires the module; the module line if none does. */
function requirementOf({ path }: CompiledModule, { goMod, localModules }: PluginFacts): FindingLocation {
  for (const file of [goMod, ...localModules.flatMap((library) => library.goMod ?? [])]) {
    const line = file.require.find((require) => require.path === path);
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
