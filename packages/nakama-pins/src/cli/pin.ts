import { Command, Option } from 'commander';
import pc from 'picocolors';
import { formatProblem } from '../input/problem';
import { renderPinOutcome } from '../pinning/pin-text';
import { pinWorkspace, type WorkspacePins } from '../pinning/pin-workspace';
import { EXIT_CANNOT_JUDGE, EXIT_FINDINGS } from './exit-codes';
import { givenFolders } from './given-folders';
import { Progress } from './progress';

interface PinCommandOptions {
  readonly release?: string;
  readonly format: 'text' | 'json';
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly allowDowngrade?: boolean;
}

/** `nakama-pins pin [dir…]` */
export function pinCommand(): Command {
  return new Command('pin')
    .description('bring go.mod, go.sum, vendor/, Dockerfile and compose tags in step with the release')
    .argument('[dir...]', 'folders to look in for plugin and library modules', ['.'])
    .option('-r, --release <release>', 'Nakama release to pin to, over every nakama.json')
    .option('--dry-run', 'write nothing; print what would change as a unified diff')
    .option('--check', 'write nothing; exit with 1 if anything would change')
    .option('--allow-downgrade', 'take an older version of a dependency where only that lets the pins hold')
    .addOption(new Option('-f, --format <format>', 'output').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      "\nWith go on PATH the release's exact Go tidies and compiles the result before it is written; without, the\ncommitted files alone decide.\nExit codes: 0 all in step and loading, 1 conflicts, findings or (--check) changes, 2 bad input or usage",
    )
    .action(async (dirs: string[], options: PinCommandOptions) => {
      process.exitCode = await pin(dirs, options);
    });
}

async function pin(dirs: readonly string[], options: PinCommandOptions): Promise<number> {
  const { release, format, dryRun, check, allowDowngrade } = options;
  const progress = new Progress('pinning');
  const pins = await pinWorkspace({
    ...givenFolders(dirs),
    release,
    env: process.env,
    write: !dryRun && !check,
    allowDowngrade,
    onProgress: (done, total) => progress.update(done, total),
    onGoLine: (line) => progress.log(line),
  });
  progress.stop();
  if (format === 'json') process.stdout.write(`${JSON.stringify(pins, null, 2)}\n`);
  else printText(pins, dryRun === true, dirs);
  return exitCode(pins, check === true);
}

function exitCode({ outcomes, problems }: WorkspacePins, check: boolean): number {
  if (problems.length > 0 || outcomes.length === 0) return EXIT_CANNOT_JUDGE;
  const isFine = outcomes.every(
    ({ conflicts, report, changes }) =>
      conflicts.length === 0 && report.verdict === 'loads' && !(check && changes.length > 0),
  );
  return isFine ? 0 : EXIT_FINDINGS;
}

function printText({ outcomes, problems }: WorkspacePins, diff: boolean, dirs: readonly string[]): void {
  const color = pc.isColorSupported;
  for (const outcome of outcomes) process.stdout.write(`${renderPinOutcome(outcome, { color, diff })}\n`);
  for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
  if (outcomes.length === 0 && problems.length === 0) {
    process.stderr.write(`no plugin or library module found in ${dirs.join(', ')}\n`);
  }
}
