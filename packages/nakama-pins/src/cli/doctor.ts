import { Command } from 'commander';
import pc from 'picocolors';
import { printable } from '../input/printable';
import { formatProblems } from '../input/problem';
import { type DiagnosisRun, diagnosisRun } from '../open-workspace/diagnosis-run';
import type { WarmOptions } from '../open-workspace/warm-run';
import { formatOption } from './common-options';
import { fetchProgress } from './fetch-progress';
import { givenFolders } from './given-folders';
import { jsonOutput } from './json-output';

interface DoctorOptions {
  readonly release?: string;
  readonly format: 'text' | 'json';
  readonly warm?: boolean;
  readonly deep?: boolean;
}

/** `nakama-pins doctor [dir]` */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what builds for the release would use on this computer, and what is missing')
    .argument('[dir]', 'a folder of the workspace; the release is chosen as for verify', '.')
    .option('-r, --release <release>', 'Nakama release to build for, overrides nakama.json')
    .option(
      '--warm',
      'do now what the first build, test and load do once: fetch Go and modules, compile, build the server',
    )
    .option(
      '--deep',
      'look at every byte of what is in the caches: the exact Go, the modules of go.sum, the built server; what is damaged is fetched anew',
    )
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing is missing; 1 something is missing; 2 bad input, bad usage, no release named',
    )
    .action(async (folder: string, { release, format, warm, deep }: DoctorOptions) => {
      const { root, dirs } = givenFolders([folder]);
      const [dir = '.'] = dirs;
      const { onProgress, stop } = fetchProgress();
      const onLine = (text: string): void => onProgress({ kind: 'line', text });
      const around = { root, dir, release, env: process.env };
      const { exitCode, ...run } = await diagnosisRun({ ...around, onLine })
        .then((diagnosis) => (deep ? deepened(diagnosis, { ...around, onProgress }) : diagnosis))
        .then((diagnosis) => (warm ? warmed(diagnosis, { ...around, onProgress }) : diagnosis))
        .finally(stop);
      if (format === 'json') process.stdout.write(jsonOutput('doctor', run));
      else {
        if (run.problems.length === 0) process.stdout.write(printable(text(run)));
        if (run.problems.length > 0) process.stderr.write(`${formatProblems(run.problems)}\n`);
      }
      process.exitCode = exitCode;
    });
}

/** A second part of the same table. */
async function warmed(diagnosis: DiagnosisRun, options: WarmOptions): Promise<DiagnosisRun> {
  if (diagnosis.problems.length > 0) return diagnosis;
  const { warmRun } = await import('../open-workspace/warm-run');
  return withRows(diagnosis, await warmRun(options));
}

/** The caches, in the same table. */
async function deepened(diagnosis: DiagnosisRun, options: WarmOptions): Promise<DiagnosisRun> {
  if (diagnosis.problems.length > 0 || diagnosis.release === null) return diagnosis;
  const { deepRun } = await import('../open-workspace/deep-run');
  return withRows(diagnosis, await deepRun({ ...options, release: diagnosis.release }));
}

function withRows(diagnosis: DiagnosisRun, rows: DiagnosisRun['rows']): DiagnosisRun {
  const isMissing = rows.some(({ status }) => status === 'missing');
  return {
    ...diagnosis,
    rows: [...diagnosis.rows, ...rows],
    exitCode: isMissing ? 1 : diagnosis.exitCode,
  };
}

const MARKS = { ok: pc.green('✔'), note: pc.yellow('!'), missing: pc.red('✘') };

function text({ release, go, platforms, rows }: Omit<DiagnosisRun, 'exitCode'>): string {
  const width = Math.max(...rows.map(({ subject }) => subject.length));
  const lines = rows.flatMap(({ subject, status, found, fix }) => [
    `${MARKS[status]} ${subject.padEnd(width)}  ${found}`,
    ...(fix === undefined ? [] : [`  ${' '.repeat(width)}  ${pc.cyan('fix:')} ${fix}`]),
  ]);
  return [`Nakama ${release}: Go ${go}, ${platforms.join(', ')}`, ...lines, ''].join('\n');
}
