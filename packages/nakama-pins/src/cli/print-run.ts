import pc from 'picocolors';
import supportsHyperlinks from 'supports-hyperlinks';
import type { Outcome } from '../findings/outcome';
import { renderPages, renderSummary } from '../findings/render/text';
import { printable } from '../input/printable';
import { formatProblems, InputError, problemsOf } from '../input/problem';
import type { WorkspaceRun } from '../open-workspace/ends';
import { runJson } from '../open-workspace/envelope';
import { type RenderOptions, renderOutcome } from '../open-workspace/render-outcome';
import { REPORTS } from '../reporting/forms';
import { renderJobSummary } from '../reporting/github';
import { pathPrefix } from '../reporting/path-prefix';
import { type Report, reportOf } from '../reporting/report';
import { wayToRoot } from './given-folders';
import { jsonOutput } from './json-output';
import { type Output, shownFormat } from './outputs';
import { addJobSummary, writeReports } from './write-reports';

/** How a run is printed. */
export interface PrintOptions extends Pick<RenderOptions, 'diff'> {
  /** `verify` */
  readonly command: string;
  /** Text on standard output by default. */
  readonly outputs?: readonly Output[];
  /** The folder that paths of the run are relative to, for reports; the current one by default. */
  readonly base?: string;
  /** What the JSON says besides. */
  readonly rest?: object;
  /** Lines after the modules, in text. */
  readonly more?: (options: { readonly color: boolean }) => readonly string[];
  /** A summary of verdicts and the pages of findings, in text; true by default. */
  readonly summary?: boolean;
  /** A line after the summary, in text. */
  readonly hint?: string;
  /** The folders as typed: paths and fixes are written from their workspace root. */
  readonly dirs?: readonly string[];
}

type Write = (text: string) => void;

/** Pipes and files get no links: `| less` would show their bytes. */
function showsLinks(): boolean {
  return pc.isColorSupported && process.stdout.isTTY && supportsHyperlinks.stdout;
}

/**
 * Prints the outcomes of a command: results to standard output, problems to standard error; writes the reports, and sets
 * the exit code.
 *
 * @throws InputError if a report can't be written
 */
export function printRun(
  run: WorkspaceRun,
  options: PrintOptions,
  write: Write = (text) => process.stdout.write(text),
): void {
  const { outputs = [] } = options;
  const shown = shownFormat(outputs);
  if (shown === 'text') {
    const text = textOf(run, options, { color: pc.isColorSupported, links: showsLinks() });
    if (text !== '') write(text);
    if (run.problems.length > 0) process.stderr.write(`${formatProblems(run.problems)}\n`);
  } else write(documentOf(shown, run, options));
  process.exitCode = run.exitCode;
  report(run, options, write);
}

/**
 * Does the work of a command. If bad input stops it as a whole, the reports say so: those of an earlier run would say
 * that all is well.
 */
export async function reported<T>(options: PrintOptions, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { problems } = error;
    try {
      report({ modules: [], problems, exitCode: 2 }, options, (text) => process.stdout.write(text));
    } catch (unwritten) {
      throw new InputError([...problems, ...problemsOf(unwritten)]);
    }
    throw error;
  }
}

/** Annotations, the summary of the job, and files. */
function report(run: WorkspaceRun, options: PrintOptions, write: Write): void {
  const { outputs = [] } = options;
  if (outputs.some(({ format }) => format === 'github')) {
    write(REPORTS.github(reportFrom(run, options)));
    addJobSummary(() => renderJobSummary(reportFrom(run, options)));
  }
  writeReports(outputs, (format) => documentOf(format, run, options));
}

/** What a file has, or standard output where it is no text. */
function documentOf(format: Output['format'], run: WorkspaceRun, options: PrintOptions): string {
  if (format === 'json') return jsonOutput(options.command, runJson(run, options.rest ?? {}));
  if (format !== 'text') return REPORTS[format](reportFrom(run, options));
  const problems = run.problems.length > 0 ? `${formatProblems(run.problems)}\n` : '';
  return textOf(run, options, { color: false, links: false }) + problems;
}

function reportFrom(run: WorkspaceRun, { command, base = process.cwd() }: PrintOptions): Report {
  return reportOf(command, run, pathPrefix(base));
}

function textOf(
  { modules }: WorkspaceRun,
  { more = () => [], summary = true, hint, dirs, diff }: PrintOptions,
  { color, links }: { readonly color: boolean; readonly links: boolean },
): string {
  const judged = modules.filter((module: Outcome) => module.problems.length === 0);
  const lines = [
    ...judged.map((module) => renderOutcome(module, { color, links, diff })),
    ...more({ color }),
  ];
  if (modules.length > 0 && summary) lines.push(...(lines.length > 0 ? [''] : []), renderSummary(modules));
  const way = dirs && modules.some(({ findings }) => findings.length > 0) ? wayToRoot(dirs) : undefined;
  if (way !== undefined) lines.push(`paths and fixes are from the workspace root: cd ${way}`);
  if (!links && summary) lines.push(...renderPages(judged));
  if (hint !== undefined) lines.push(hint);
  return lines.length > 0 ? `${printable(lines.join('\n'))}\n` : '';
}
