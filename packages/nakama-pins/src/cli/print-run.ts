import pc from 'picocolors';
import supportsHyperlinks from 'supports-hyperlinks';
import type { Outcome } from '../findings/outcome';
import { renderPages, renderSummary } from '../findings/render/text';
import { printable } from '../input/printable';
import { formatProblems } from '../input/problem';
import type { WorkspaceRun } from '../open-workspace/ends';
import { runJson } from '../open-workspace/envelope';
import { type RenderOptions, renderOutcome } from '../open-workspace/render-outcome';
import { wayToRoot } from './given-folders';
import { jsonOutput } from './json-output';

/** How a run is printed. */
export interface PrintOptions extends Partial<RenderOptions> {
  /** `verify` */
  readonly command: string;
  readonly format: 'text' | 'json';
  /** What the JSON says besides. */
  readonly rest?: object;
  /** Lines after the modules, in text. */
  readonly more?: readonly string[];
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

/** Prints the outcomes of a command: results to standard output, problems to standard error; and sets the exit code. */
export function printRun(
  run: WorkspaceRun,
  { command, format, rest = {}, more = [], summary = true, hint, dirs, ...render }: PrintOptions,
  write: Write = (text) => process.stdout.write(text),
): void {
  const { modules, problems } = run;
  if (format === 'json') write(jsonOutput(command, runJson(run, rest)));
  else {
    const judged = modules.filter((module: Outcome) => module.problems.length === 0);
    const options = { color: pc.isColorSupported, links: showsLinks(), ...render };
    const lines = [...judged.map((module) => renderOutcome(module, options)), ...more];
    if (modules.length > 0 && summary) lines.push(...(lines.length > 0 ? [''] : []), renderSummary(modules));
    const way = dirs && modules.some(({ findings }) => findings.length > 0) ? wayToRoot(dirs) : undefined;
    if (way !== undefined) lines.push(`paths and fixes are from the workspace root: cd ${way}`);
    if (!options.links && summary) lines.push(...renderPages(judged));
    if (hint !== undefined) lines.push(hint);
    if (lines.length > 0) write(`${printable(lines.join('\n'))}\n`);
    if (problems.length > 0) process.stderr.write(`${formatProblems(problems)}\n`);
  }
  process.exitCode = run.exitCode;
}
