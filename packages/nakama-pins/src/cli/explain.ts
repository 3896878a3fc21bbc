import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import pc from 'picocolors';
import { renderExplanation } from '../explaining/explain-text';
import { Explainer } from '../explaining/explainer';
import type { Explanation } from '../explaining/explanation';
import { type Evidence, evidenceFor } from '../explaining/in-workspace';
import { linesOf } from '../explaining/log-lines';
import { FINDINGS } from '../findings/described';
import { packageText } from '../input/package-dir';
import { printable } from '../input/printable';
import { InputError } from '../input/problem';
import { streamFile } from '../input/read-disk';
import { renderOutcome } from '../open-workspace/render-outcome';
import { openCatalog } from '../releases/catalog';
import { formatOption } from './common-options';
import { givenFolders } from './given-folders';
import { jsonOutput } from './json-output';
import { withWorkspace } from './with-workspace';

interface ExplainOptions {
  readonly release?: string;
  readonly follow?: boolean;
  readonly format: 'text' | 'json';
}

/** `nakama-pins explain [file | - | text | finding]` */
export function explainCommand(): Command {
  return new Command('explain')
    .description(
      'say what the errors of a server log mean, and what the plugins of the workspace have of them',
    )
    .argument(
      '[source...]',
      'a log file, - for standard input, the text of an error, or the name of a finding; standard input by default',
    )
    .option('-f, --follow', 'go on with what is added to the file')
    .option('-r, --release <release>', 'the Nakama release of the server: 3.40.0, 3.40, latest')
    .addOption(formatOption('--format <format>'))
    .addHelpText(
      'after',
      `
It reads JSON logs, the console format, and lines as docker logs, docker compose, kubectl and journald print them.

Examples:
  docker compose logs nakama | nakama-pins explain
  nakama-pins explain 'plugin was built with a different version of package golang.org/x/sys/unix'
  nakama-pins explain image-tag

Exit codes: 0 a cause is found, or the page of a finding is shown; 1 no error of a plugin is in it; 2 the file can't be read`,
    )
    .action(async (words: string[], options: ExplainOptions) => {
      const [only = '-'] = words;
      if (words.length <= 1 && Object.hasOwn(FINDINGS, only)) {
        process.stdout.write(packageText(`dist/pages/${only}.md`));
        return;
      }
      await explain(words, options);
    });
}

async function explain(
  words: readonly string[],
  { release, follow = false, format }: ExplainOptions,
): Promise<void> {
  const catalog = openCatalog();
  const explainer = new Explainer(catalog, release === undefined ? undefined : catalog.get(release).version);
  const isText = format === 'text';
  for await (const line of linesOf(readable(sourceOf(words, follow), words.join(' ')))) {
    const explanation = explainer.read(line);
    // Who follows a log sees it when it comes.
    if (explanation && isText && follow) print(renderExplanation(explanation));
  }
  const { explanations } = explainer;
  const evidence = await evidenceHere(explanations, release);
  if (isText) {
    if (!follow) for (const explanation of explanations) print(renderExplanation(explanation));
    print(ofEvidence(explanations, evidence));
  } else {
    process.stdout.write(jsonOutput('explain', { explanations, ...evidence }));
  }
  process.exitCode = exitCode(explanations);
}

const exitCode = (explanations: readonly Explanation[]): 0 | 1 => (explanations.length > 0 ? 0 : 1);

function print(text: string): void {
  if (text !== '') process.stdout.write(`${printable(text)}\n`);
}

/** What the workspace says; nothing outside one. */
async function evidenceHere(
  explanations: readonly Explanation[],
  release: string | undefined,
): Promise<Evidence> {
  const none = { modules: [], artifacts: [] };
  if (explanations.length === 0) return none;
  const { root } = givenFolders(['.']);
  try {
    return await withWorkspace({ dirs: ['.'], release, doing: 'verifying' }, (workspace) =>
      evidenceFor(explanations, workspace, (path) => resolve(root, path)),
    );
  } catch (error) {
    // The log is explained all the same.
    if (error instanceof InputError) return none;
    throw error;
  }
}

function ofEvidence(explanations: readonly Explanation[], { modules, artifacts }: Evidence): string {
  if (explanations.length === 0) return 'no error of a plugin is in it that is known here';
  const outcomes = [...modules, ...artifacts];
  if (outcomes.length === 0) return '';
  const options = { color: pc.isColorSupported };
  return ['', 'in this workspace:', ...outcomes.map((outcome) => renderOutcome(outcome, options))].join('\n');
}

/** What can't be read is bad input. */
async function* readable(source: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const message = code === 'EISDIR' ? 'this is a folder, not a file' : `the log can't be read: ${code}`;
    throw new InputError([{ file: name, message, fix: 'name a log file that this user may read' }]);
  }
}

/** So often is looked at a file that is followed. */
const FOLLOW_MS = 300;

function sourceOf(words: readonly string[], follow: boolean): AsyncIterable<Buffer> {
  const [only = '-'] = words;
  if (words.length > 1) return textOf(words.join(' '));
  if (only === '-') return process.stdin;
  if (existsSync(only)) return follow ? followed(only) : streamFile(only, { waits: true });
  // A name with a slash or an ending, and no blank, was meant to be a file.
  if (
    /^\S+$/.test(only) &&
    /[/\\]|\.(?:log|txt|json|out)$/.test(only) &&
    !/^[\w-]+(?:\.[\w-]+)+\//.test(only)
  ) {
    throw new InputError([
      {
        file: only,
        message: 'the file does not exist',
        expected: 'a log, - for standard input, or the text of an error in quotes',
        fix: 'correct the path, or put the text in quotes',
      },
    ]);
  }
  return textOf(only);
}

async function* textOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** What is in a file, and what is added to it until we are ended. A file that became shorter is read from its beginning. */
async function* followed(file: string): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    const { size } = statSync(file);
    if (size < at) at = 0;
    if (size > at) {
      for await (const chunk of streamFile(file, { start: at, end: size - 1 })) yield chunk as Buffer;
      at = size;
    } else {
      await sleep(FOLLOW_MS);
    }
  }
}
