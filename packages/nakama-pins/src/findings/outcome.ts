import type { Problem } from '../input/problem';
import type { Finding, Proof, Severity } from './finding';

/** The outcome of a command for one module. */
export interface Outcome {
  /** Relative to the workspace root, `.` for the root. */
  readonly dir: string;
  /** The module path of go.mod; the folder if it has none or can't be read. */
  readonly module: string;
  /** Left out if it could not be read, and of built files. */
  readonly kind?: 'plugin' | 'library';
  /** `null` if nothing names one, or what names it can't be read. */
  readonly release: string | null;
  /** Of a library that plugins of several releases use: all that it was judged by, the oldest first; `release` is that one. */
  readonly releases?: readonly string[];
  /** What was tried: findings may rest on less. */
  readonly proof: Finding['proof'];
  readonly verdict: 'loads' | 'fails' | 'unknown';
  readonly findings: readonly Finding[];
  /** What kept the module from being judged; its verdict is `unknown` then. */
  readonly problems: readonly Problem[];
  /** The command did for this module what it was asked to. */
  readonly ok: boolean;
}

/** Which module it is, and for which release. */
export type Known = Pick<Outcome, 'dir' | 'module' | 'kind' | 'release'>;

export type Verdict = Outcome['verdict'];

/** The outcome of what was judged: sorts the findings, and draws the verdict from them. */
export function outcomeOf(subject: Known & Pick<Outcome, 'proof'>, findings: readonly Finding[]): Outcome {
  const verdict = verdictOf(findings);
  const sorted = listed([...findings].sort(compareFindings));
  return { ...subject, verdict, findings: sorted, problems: [], ok: verdict === 'loads' };
}

/** More are counted: a file of a million imports has one in each line, and no reader of JSON takes them. */
const LISTED_FINDINGS = 10_000;

function listed(findings: readonly Finding[]): readonly Finding[] {
  const kept = worstOf(findings, LISTED_FINDINGS);
  const last = kept.at(-1);
  const more = findings.length - kept.length;
  return last && more > 0 ? [...kept.slice(0, -1), { ...last, more }] : kept;
}

/** So many findings in their order: of more, those that stop the server before all others. */
export function worstOf(findings: readonly Finding[], count: number): readonly Finding[] {
  if (findings.length <= count) return findings;
  const of = (severity: Severity): Finding[] => findings.filter((finding) => finding.severity === severity);
  const worst = [...of('error'), ...of('undecided'), ...of('warning')].slice(0, count);
  const kept = new Set(worst);
  return findings.filter((finding) => kept.has(finding));
}

/** How many findings there are, and how many of them are not listed. */
export function countOf(findings: readonly Finding[]): { readonly all: number; readonly unlisted: number } {
  const unlisted = findings.reduce((sum, { more = 0 }) => sum + more, 0);
  return { all: findings.length + unlisted, unlisted };
}

/**
 * The outcome of a module that bad input kept from being judged.
 *
 * @param known what is known of it all the same
 */
export function unjudged(known: Known, proof: Proof, problems: readonly Problem[]): Outcome {
  return { ...known, proof, verdict: 'unknown', findings: [], problems, ok: false };
}

/** `loads` only if nothing is wrong and nothing is left open. */
function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((f) => f.severity === 'error')) return 'fails';
  return findings.some((f) => f.severity === 'undecided') ? 'unknown' : 'loads';
}

/** By place, then id and message: the same order on every host. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    compare(a.location.file, b.location.file) ||
    a.location.line - b.location.line ||
    a.location.column - b.location.column ||
    compare(a.id, b.id) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
