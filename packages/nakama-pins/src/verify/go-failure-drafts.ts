import type { FindingKind } from '../findings/define-finding';
import type { Draft } from '../findings/finding';
import { FINDING_IDS, type FindingId, FINDINGS } from '../findings/registry';
import { moduleLine } from '../go-module/module-line';
import type { FindingLocation } from '../input/problem';
import type { Platform, Release } from '../releases/release-model';
import { type GoFailure, type GoFailureKind, isNoProof } from '../toolchain/go-failure';
import type { PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';

/** What is found if go refuses to compile. */
export function failureDraft(failure: GoFailure, facts: PluginFacts, release: Release): Draft {
  const { kind, lines, fix } = failure;
  const said = lines.join('; ');
  if (isNoProof(failure)) return noProofDraft(facts, whyNoProof(failure), fix);
  const { goMod } = facts;
  if (
    kind === 'newer-go' &&
    /^go: go\.mod requires|go\.mod:\d+: (?:invalid go version|unknown directive)/.test(said)
  ) {
    return {
      id: 'go-version',
      severity: 'error',
      location: { file: goMod.file, ...(goMod.go?.position ?? { line: 1, column: 1 }) },
      data: {
        kind: 'refused',
        line: goMod.go?.version,
        said: lines,
        fix,
        server: { release: release.version, go: release.go },
      },
    };
  }
  return {
    id: 'does-not-compile',
    severity: 'error',
    location: placeIn(lines, facts),
    data: { go: release.go, said: lines, fix },
  };
}

/** Why go could not work, one sentence without a full stop. */
export function whyNoProof({ kind, lines }: GoFailure): string {
  const said = lines.join('; ');
  return kind === 'not-served' ? `a download failed: ${said}` : `go can't compile it here: ${said}`;
}

/** Findings that say the same as a failure, with an exact fix: if one is an error, the failure adds nothing. */
export function explainersOf(failure: GoFailureKind): readonly FindingId[] {
  return FINDING_IDS.filter((id) => (FINDINGS[id] as FindingKind<never>).goSays?.includes(failure));
}

/** The place that go names, if it is in the plugin's folder; else the line of a module that it names; else the module line. */
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
export function noProofDraft(facts: PluginFacts, why: string, fix: string): Draft<'no-compiled-proof'> {
  return {
    id: 'no-compiled-proof',
    severity: 'undecided',
    location: moduleLine(facts.goMod),
    data: { kind: 'not compiled', why, fix },
  };
}

/** The release has no fingerprints to compare with. */
export function notMeasuredDraft(
  facts: PluginFacts,
  { version: release }: Release,
  platform: Platform,
): Draft<'no-compiled-proof'> {
  return {
    id: 'no-compiled-proof',
    severity: 'undecided',
    location: moduleLine(facts.goMod),
    data: { kind: 'not measured', release, platform },
  };
}
