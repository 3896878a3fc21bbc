import type { FindingDraft } from '../checks/define-check';
import type { FindingId } from '../findings/registry';
import { few } from '../findings/wording';
import type { MismatchCause, RootMismatch } from '../fingerprints/comparison';
import type { CompiledModule } from '../fingerprints/compiled-package';
import { replaceFor } from '../go-module/build-list';
import type { ReplaceDirective } from '../go-module/module-files';
import type { FindingLocation } from '../input/problem';
import { usesVendor } from '../linking/selection';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { Platform, Release } from '../releases/release-model';
import type { GoFailure } from '../toolchain/go-failure';
import type { PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';

/** A finding before it has its proof. */
export interface CompiledDraft extends FindingDraft {
  readonly id: FindingId;
  /** Findings of proof `declared` that say the same with an exact mend: where one is an error, this one adds nothing. */
  readonly explainedBy?: readonly FindingId[];
}

/** The finding for one mismatch of fingerprints. */
export function mismatchDraft(mismatch: RootMismatch, facts: PluginFacts, release: Release): CompiledDraft {
  const { cause } = mismatch;
  switch (cause.kind) {
    case 'standard':
      return {
        ...otherContent(facts),
        subject: 'std',
        expected: `Go ${release.go}`,
        message: `${few(mismatch.packages)} of the standard library differ from those of Nakama ${release.version}: this Go is not Go ${release.go} as it was released, or its settings change what it compiles`,
        fix: `take Go ${release.go} from https://go.dev/dl, and look for GOEXPERIMENT, GOROOT and compiler flags in: go env -changed`,
      };
    case 'server-own':
      return {
        ...otherContent(facts),
        severity: 'undecided',
        subject: mismatch.packages[0] ?? '',
        message: `${few(mismatch.packages)} is the server's own, which no plugin can share with a released server (${linked(mismatch)})`,
        fix: 'do not import the server: use github.com/heroiclabs/nakama-common',
      };
    case 'version':
    case 'other-module':
      return versionDraft(mismatch, cause, facts, release);
    case 'patched':
      return {
        id: 'patched-in-server',
        severity: 'error',
        location: requirementOf(cause.module, facts),
        subject: mismatch.packages[0] ?? cause.module.path,
        actual: cause.module.version,
        message: `${few(mismatch.packages)} is patched in Nakama ${release.version}: no version of ${cause.module.path} matches the server's (${linked(mismatch)})`,
        fix: `do not link it: use another library, or a copy of ${cause.module.path} under an import path of your own`,
      };
    case 'content':
      return contentDraft(mismatch, cause, facts, release);
  }
}

function versionDraft(
  mismatch: RootMismatch,
  { module, server }: Extract<MismatchCause, { kind: 'version' | 'other-module' }>,
  facts: PluginFacts,
  release: Release,
): CompiledDraft {
  const replace = replaceOf(module, facts);
  const wanted = `${server.path} ${server.version}`;
  const common = { severity: 'error', subject: server.path, expected: server.version } as const;
  if (replace?.new.version !== undefined) {
    const target = `${replace.new.path} ${replace.new.version}`;
    return {
      ...common,
      id: 'replace-hides-version',
      location: { file: facts.goMod.file, ...replace.position },
      actual: `${module.version} => ${target}`,
      message: `${module.path} is required at ${module.version} and replaced by ${target}: Go compares the required version, and Nakama ${release.version} links ${server.version} (${linked(mismatch)})`,
      fix: `drop the replace and require ${wanted}`,
    };
  }
  const actual =
    module.path === server.path
      ? `${module.version}`
      : [module.path, module.version].filter(Boolean).join(' ');
  return {
    ...common,
    id: versionId(mismatch, server.path, module),
    location: requirementOf(module, facts),
    actual,
    message:
      module.path === server.path
        ? `${module.path} is ${actual}, Nakama ${release.version} links ${server.version} (${linked(mismatch)})`
        : `${few(mismatch.packages)} comes from ${actual}, in Nakama ${release.version} from ${wanted} (${linked(mismatch)})`,
    fix: requireFix(wanted, module, facts),
  };
}

function versionId({ direct }: RootMismatch, path: string, module: CompiledModule): FindingId {
  if (module.path !== path) return 'missing-pins';
  if (path === NAKAMA_COMMON) return 'nakama-common';
  return direct ? 'direct-dependency' : 'transitive-dependency';
}

function requireFix(wanted: string, module: CompiledModule, facts: PluginFacts): string {
  if (usesVendor(facts)) return `require ${wanted} in go.mod, then run: go mod vendor`;
  const line = facts.goMod.require.find((r) => wanted.startsWith(`${r.path} `));
  return line && line.path === module.path
    ? `write in ${facts.goMod.file}:${line.versionPosition.line}: ${wanted}`
    : `add to go.mod: require ${wanted}`;
}

function contentDraft(
  mismatch: RootMismatch,
  { module, server }: Extract<MismatchCause, { kind: 'content' }>,
  facts: PluginFacts,
  release: Release,
): CompiledDraft {
  const replace = replaceOf(module, facts);
  const target = replace && [replace.new.path, replace.new.version].filter(Boolean).join(' ');
  const published = `${server.path} ${server.version}`;
  const common = {
    ...otherContent(facts),
    subject: server.path,
    expected: `${published} as published`,
    actual: target,
  };
  if (replace && target !== undefined) {
    return {
      ...common,
      location: { file: facts.goMod.file, ...replace.position },
      message: `${published} is compiled from ${target}, whose ${few(mismatch.packages)} is not the package of Nakama ${release.version} (${linked(mismatch)})`,
      fix: `drop the replace, or make ${target} equal to ${published}`,
    };
  }
  return {
    ...common,
    location: requirementOf(module, facts),
    message: `${few(mismatch.packages)} has the version of Nakama ${release.version}, ${server.version}, but not its content (${linked(mismatch)})`,
    fix: usesVendor(facts)
      ? 'go mod vendor, which undoes changes in vendor/'
      : `go clean -modcache, and find out what changes ${server.path}: build tags, CGO flags, a proxy of your own`,
  };
}

function otherContent({ goMod }: PluginFacts): Pick<CompiledDraft, 'id' | 'severity' | 'location'> {
  return { id: 'other-fingerprint', severity: 'error', location: moduleLine(goMod) };
}

function moduleLine({ file, module }: PluginFacts['goMod']): FindingLocation {
  return { file, ...(module?.position ?? { line: 1, column: 1 }) };
}

/** Where go.mod, or a local library's, requires the module; the module line where none does. */
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

function linked({ chain }: RootMismatch): string {
  return `linked: ${chain.join(' → ')}`;
}

/** What go could not do here, so that nothing is said of the plugin. */
const NO_PROOF: ReadonlySet<GoFailure['kind']> = new Set([
  'not-served',
  'toolchain-not-available',
  'no-c-compiler',
]);

/** The checks that look for what go refuses. */
const EXPLAINED_BY: Partial<Record<GoFailure['kind'], readonly FindingId[]>> = {
  'inconsistent-vendoring': ['vendor-out-of-step'],
  'missing-requirement': ['missing-pins'],
  'missing-sum': ['go-sum'],
  'newer-go': ['go-version'],
  'other-sum': ['go-sum'],
  'updates-needed': ['go-version', 'missing-pins', 'untidy-go-mod'],
};

/** The finding for what go refuses to compile. */
export function failureDraft(failure: GoFailure, facts: PluginFacts, release: Release): CompiledDraft {
  const { kind, lines, fix } = failure;
  const said = lines.join('; ');
  if (NO_PROOF.has(kind)) return noProofDraft(facts, `go can't compile it here: ${said}`, fix);
  const { goMod } = facts;
  if (
    kind === 'newer-go' &&
    /^go: go\.mod requires|go\.mod:\d+: (?:invalid go version|unknown directive)/.test(said)
  ) {
    return {
      id: 'go-version',
      explainedBy: ['go-version'],
      severity: 'error',
      location: { file: goMod.file, ...(goMod.go?.position ?? { line: 1, column: 1 }) },
      subject: 'go',
      expected: release.go,
      actual: goMod.go?.version,
      message: `Go ${release.go} of Nakama ${release.version} refuses go.mod: ${said}`,
      fix,
    };
  }
  return {
    id: 'does-not-compile',
    explainedBy: EXPLAINED_BY[kind] ?? [],
    severity: 'error',
    location: placeIn(lines, facts),
    subject: goMod.module?.path ?? facts.dir,
    message: `Go ${release.go} does not compile it: ${said}`,
    fix,
  };
}

/** The place that go names, where it is in the plugin's folder; the line of a module it names; the module line. */
function placeIn(lines: readonly string[], facts: PluginFacts): FindingLocation {
  for (const text of lines) {
    const place = /^(?:go: )?([\w./-]+\.(?:go|mod)):(\d+)(?::(\d+))?/.exec(text);
    const [, file = '', line, column] = place ?? [];
    if (place && !file.startsWith('..') && !file.includes('@')) {
      return { file: under(facts.dir, file), line: Number(line), column: Number(column ?? 1) };
    }
    const module = facts.goMod.require.find(({ path }) => text.includes(`${path}@`));
    if (module) return { file: facts.goMod.file, ...module.versionPosition };
  }
  return moduleLine(facts.goMod);
}

/** The plugin could not be compiled and compared: the verdict stays open. */
export function noProofDraft(facts: PluginFacts, message: string, fix: string): CompiledDraft {
  return {
    id: 'no-compiled-proof',
    severity: 'undecided',
    location: moduleLine(facts.goMod),
    subject: 'proof',
    message,
    fix,
  };
}

/** The release has no fingerprints to compare with. */
export function notMeasuredDraft(facts: PluginFacts, release: Release, platform: Platform): CompiledDraft {
  return {
    ...noProofDraft(
      facts,
      `not measured: the fingerprints of Nakama ${release.version} for ${platform} are not known, so compiling it would prove nothing`,
      'judge it without --proof, from the committed files, or by a release that has fingerprints: nakama-pins releases',
    ),
    subject: platform,
  };
}
