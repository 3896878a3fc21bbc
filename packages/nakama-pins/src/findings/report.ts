import type { FindingDraft } from '../checks/define-check';
import { docsUrl, type FindingId } from './registry';
import type { Finding, Proof, Verdict } from './finding';
import type { ModuleReport } from './outcome';

/** A draft with what every finding has besides. */
export function toFinding(id: FindingId, dir: string, proof: Proof, draft: FindingDraft): Finding {
  const { severity, location, ...rest } = draft;
  const { file, line, column } = location;
  return { id, severity, proof, dir, location: { file, line, column }, ...rest, docsUrl: docsUrl(id) };
}

/** Sorts the findings and draws the verdict from them, of whatever was judged. */
export function reportOf(
  { dir, module, release, proof }: Pick<ModuleReport, 'dir' | 'module' | 'release' | 'proof'>,
  findings: Finding[],
): ModuleReport {
  const verdict = verdictOf(findings);
  return {
    dir,
    module,
    release,
    proof,
    verdict,
    findings: findings.sort(compareFindings),
    problems: [],
    ok: verdict === 'loads',
  };
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
