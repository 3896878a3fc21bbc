import { posix } from 'node:path';
import { renderSummary } from '../findings/render/text';
import { printable, printableName } from '../input/printable';
import { spokenRelease } from '../releases/variants';
import type { Entry } from './entry';
import type { Report } from './report';

const COMMANDS = { problem: 'error', error: 'error', undecided: 'warning', warning: 'notice' } as const;

/**
 * Annotations, a workflow command in each line, the worst first: GitHub shows ten of each kind.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderAnnotations({ entries }: Report): string {
  return entries.map((entry) => `${annotation(entry)}\n`).join('');
}

function annotation({ rule, severity, file, line, column, message, fix }: Entry): string {
  const properties = Object.entries({
    file: printable(file),
    line,
    col: column,
    title: `${rule.id}: ${rule.title}`,
  })
    .map(([name, value]) => `${name}=${property(String(value))}`)
    .join(',');
  const text = [message, ...(fix === undefined ? [] : [`fix: ${fix}`]), rule.helpUri].join('\n');
  return `::${COMMANDS[severity]} ${properties}::${data(text)}`;
}

/** As @actions/core escapes it. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** GitHub refuses the whole summary of a step that has more than 1 MiB; other commands of the step write to it, too. */
const SUMMARY_BYTES = 256 * 1024;

const MARKS = { problem: '❌', error: '❌', undecided: '❓', warning: '⚠️' } as const;
const VERDICT_MARKS = { loads: '✅', fails: '❌', unknown: '❓' } as const;

/** The summary of a job, in Markdown: a table of the modules, and one of what was found. */
export function renderJobSummary({ command, run, entries, prefix }: Report): string {
  const modules = run.modules.map((module: { readonly file?: string } & (typeof run.modules)[number]) => {
    const releases = (module.releases ?? [module.release ?? 'none']).map(spokenRelease).join(' and ');
    const mark = `${VERDICT_MARKS[module.verdict]} ${module.verdict}`;
    return row([
      mark,
      code(posix.join(prefix, module.file ?? module.dir)),
      text(releases),
      String(module.findings.length),
    ]);
  });
  const found = entries.map(({ rule, severity, file, line, message, fix }) =>
    row([
      `${MARKS[severity]} [${text(rule.id)}](${rule.helpUri})`,
      code(`${file}:${line}`),
      `${text(message)}${fix === undefined ? '' : `<br>fix: ${code(fix)}`}`,
    ]),
  );
  const heading = `### nakama-pins ${command}\n\n${text(renderSummary(run.modules))}\n`;
  const first = fitting(modules, SUMMARY_BYTES / 4);
  const second = fitting(found, SUMMARY_BYTES / 2);
  return [
    heading,
    ...table(['verdict', 'module', 'Nakama', 'findings'], first, modules.length),
    ...table(['finding', 'place', 'what is wrong, and the fix'], second, found.length),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly string[], all: number): string[] {
  if (all === 0) return [];
  const more = all > rows.length ? [`\nand ${all - rows.length} more`] : [];
  return [row(head), row(head.map(() => '---')), ...rows, ...more, ''];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** As many of the first rows as there is room for. */
function fitting(rows: readonly string[], bytes: number): readonly string[] {
  let room = bytes;
  const over = rows.findIndex((line) => (room -= Buffer.byteLength(line) + 1) < 0);
  return over === -1 ? rows : rows.slice(0, over);
}

function code(name: string): string {
  return `<code>${text(printable(printableName(name)))}</code>`;
}

/** Nothing in it is Markdown or HTML: every sign that could be is written as a character reference. */
function text(words: string): string {
  return words
    .replace(/[^\p{L}\p{N} ,/\n-]/gu, (char) => `&#${char.codePointAt(0)};`)
    .replaceAll('\n', '<br>');
}
