import pc from 'picocolors';
import { printableName } from '../../input/printable';
import { spokenRelease } from '../../releases/variants';
import type { Finding, Severity } from '../finding';
import { countOf, type Outcome, type Verdict, worstOf } from '../outcome';
import { docsUrl } from '../registry';

export interface TextOptions {
  readonly color: boolean;
  /** The name of a finding links to its page (OSC 8): for a terminal that shows links. */
  readonly links?: boolean;
}

const VERDICT_MARKS: Record<Verdict, string> = { loads: '✔', fails: '✘', unknown: '?' };
const SEVERITY_MARKS: Record<Severity, string> = { error: '✘', undecided: '?', warning: '!' };

/**
 * One module for people: one line if it loads and there is nothing to say, else the findings below it, each with its
 * place and its fix.
 */
export function renderFindings(report: Outcome & { readonly file?: string }, options: TextOptions): string {
  const color = pc.createColors(options.color);
  const paint = { loads: color.green, fails: color.red, unknown: color.yellow }[report.verdict];
  const proof = report.proof === 'declared' ? '' : `, ${report.proof}`;
  const names = (report.releases ?? [report.release ?? '']).map(spokenRelease).join(' and ');
  const release = report.release ? color.dim(` (Nakama ${names}${proof})`) : '';
  const head = `${paint(`${VERDICT_MARKS[report.verdict]} ${printableName(report.file ?? report.dir)} ${report.verdict}`)}${release}`;
  const shown = worstOf(report.findings, SHOWN_FINDINGS);
  const others = countOf(report.findings).all - shown.length;
  const more = `  and ${others} more: --format json lists all`;
  return [
    head,
    ...shown.map((f) => renderFinding(f, color, options.links)),
    ...(others > 0 ? [more] : []),
  ].join('\n');
}

/** A module that has more is broken by one thing, or hostile. */
const SHOWN_FINDINGS = 100;

/** What is shown of a message that a file makes long. */
const SHOWN_CHARACTERS = 2000;

function shortened(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function renderFinding(finding: Finding, color: ReturnType<typeof pc.createColors>, links = false): string {
  const { file, line, column } = finding.location;
  const paint = finding.severity === 'error' ? color.red : color.yellow;
  return [
    `  ${paint(SEVERITY_MARKS[finding.severity])} ${color.bold(`${printableName(file)}:${line}:${column}`)} ${color.dim(links ? link(finding.id, docsUrl(finding.id)) : finding.id)}`,
    `    ${shortened(finding.message).replaceAll('\n', '\n    ')}`,
    `    ${color.cyan('fix:')} ${printableName(finding.fix)}`,
  ].join('\n');
}

/** https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda */
function link(text: string, url: string): string {
  return `\u001b]8;;${url}\u0007${text}\u001b]8;;\u0007`;
}

/** Where each kind of finding is explained, a line for each: for what shows no links. */
export function renderPages(reports: readonly Outcome[]): string[] {
  const ids = new Set(reports.flatMap(({ findings }) => findings.map(({ id }) => id)));
  return [...ids].sort().map((id) => `about ${id}: ${docsUrl(id)}`);
}

/**
 * `3 plugins: 2 load, 1 fails; 4 errors, 1 warning`, without a line break. Libraries are counted apart: `1 plugin, 2
 * libraries: 3 load`.
 *
 * @example
 * const { modules } = await workspace.verify(['plugins']);
 * console.log(renderSummary(modules));
 */
export function renderSummary(reports: readonly Outcome[]): string {
  if (reports.length === 0) return '0 plugins';
  const judged = reports.filter(({ problems }) => problems.length === 0);
  const count = (verdict: Verdict): number => judged.filter((r) => r.verdict === verdict).length;
  const severities = reports.flatMap((r) => r.findings.map((f) => f.severity));
  const verdicts = [
    part(count('loads'), 'loads', 'load'),
    part(count('fails'), 'fails', 'fail'),
    part(count('unknown'), 'unknown', 'unknown'),
    part(reports.length - judged.length, 'could not be judged', 'could not be judged'),
  ];
  const findings = [
    part(severities.filter((s) => s === 'error').length, 'error', 'errors'),
    part(severities.filter((s) => s === 'undecided').length, 'undecided', 'undecided'),
    part(severities.filter((s) => s === 'warning').length, 'warning', 'warnings'),
    part(countOf(reports.flatMap((r) => r.findings)).unlisted, 'more', 'more'),
  ].filter(Boolean);
  const libraries = reports.filter(({ kind }) => kind === 'library').length;
  const kinds = [
    part(reports.length - libraries, 'plugin', 'plugins'),
    part(libraries, 'library', 'libraries'),
  ].filter(Boolean);
  return [`${kinds.join(', ')}: ${verdicts.filter(Boolean).join(', ')}`, findings.join(', ')]
    .filter(Boolean)
    .join('; ');
}

function part(n: number, one: string, many: string): string {
  return n === 0 ? '' : `${n} ${n === 1 ? one : many}`;
}
