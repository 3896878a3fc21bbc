import { ALL_CHECKS } from '../checks/all-checks';
import type { FindingDraft } from '../checks/define-check';
import { docsUrl, type FindingId } from '../findings/registry';
import type { Finding, ModuleReport, Proof, Verdict } from '../findings/types';
import type { BuildTarget } from '../go-module/build-target';
import { linkingOf } from '../linking/linking';
import type { Release } from '../releases/types';
import type { PluginFacts } from '../workspace/facts';

/** Any release by its exact version; undefined where the catalog lacks it. */
export type FindRelease = (release: string | undefined) => Release | undefined;

/** Runs every check on the facts: a report with proof `declared`. */
export function judge(facts: PluginFacts, release: Release, releases: FindRelease): ModuleReport {
  const targets = buildTargets(facts, release);
  const linking = linkingOf(facts, release, targets);
  const findings = ALL_CHECKS.flatMap(({ id, run }) =>
    Array.from(run({ facts, release, linking, targets, releases }), (draft) =>
      toFinding(id, facts.dir, 'declared', draft),
    ),
  );
  return toReport(facts, release.release, findings);
}

/** A draft with what every finding has besides. */
export function toFinding(id: FindingId, dir: string, proof: Proof, draft: FindingDraft): Finding {
  const { severity, location, ...rest } = draft;
  const { file, line, column } = location;
  return { id, severity, proof, dir, location: { file, line, column }, ...rest, docsUrl: docsUrl(id) };
}

/** Sorts the findings and draws the verdict from them. */
export function toReport(
  { dir, goMod }: PluginFacts,
  release: string,
  findings: Finding[],
  proof: Proof = 'declared',
): ModuleReport {
  return reportOf({ dir, module: goMod.module?.path ?? dir, release, proof }, findings);
}

/** As `toReport`, of anything that is judged. */
export function reportOf(
  { dir, module, release, proof }: Pick<ModuleReport, 'dir' | 'module' | 'release' | 'proof'>,
  findings: Finding[],
): ModuleReport {
  const verdict = verdictOf(findings);
  return { dir, module, release, proof, verdict, findings: findings.sort(compareFindings) };
}

/** What the plugin is built for, one target a platform. */
export function buildTargets({ platforms }: PluginFacts, release: Release): BuildTarget[] {
  return platforms.map((platform) => {
    const [goos = '', goarch = ''] = platform.split('/');
    return { goos, goarch, cgo: true, tags: [], goVersion: release.go };
  });
}

/** `loads` only where nothing speaks against it and nothing is left open. */
function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((f) => f.severity === 'error')) return 'fails';
  return findings.some((f) => f.severity === 'undecided') ? 'unknown' : 'loads';
}

/** By place, then id and subject: the same order on every host. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    compare(a.location.file, b.location.file) ||
    a.location.line - b.location.line ||
    a.location.column - b.location.column ||
    compare(a.id, b.id) ||
    compare(a.subject, b.subject)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
