import { Command, Option } from 'commander';
import pc from 'picocolors';
import { renderSummary } from '../findings/render/text';
import { formatProblem } from '../input/problem';
import { loadWorkspace, type WorkspaceLoad } from '../loading/load-workspace';
import { renderLoadOutcome, renderTogether } from '../loading/load-text';
import type { ServerChoice } from '../loading/load-outcome';
import { EXIT_CANNOT_JUDGE, EXIT_FINDINGS } from './exit-codes';
import { givenFolders } from './given-folders';
import { commaSeparated } from './options';
import { withProgress } from './with-progress';

interface VerifyLoadCommandOptions extends ServerChoice {
  readonly release?: string;
  readonly format: 'text' | 'json';
  readonly platform?: readonly string[];
  readonly output: string;
}

/** `nakama-pins verify-load [dir…]` */
export function verifyLoadCommand(): Command {
  return new Command('verify-load')
    .description('have the real server open built plugins: each alone, and all of one server together')
    .argument('[dir...]', 'folders to look in for plugin modules', ['.'])
    .option('-r, --release <release>', 'Nakama release of the server, over every nakama.json')
    .option('--platform <platforms>', 'linux/amd64,linux/arm64; over every nakama.json', commaSeparated)
    .option('-o, --output <folder>', 'where the plugins were built to, as of nakama-pins build', 'dist')
    .addOption(
      new Option('--server <kind>', 'how the server is had: its program, its image, built from its Go module')
        .choices(['auto', 'binary', 'docker', 'module'])
        .default('auto'),
    )
    .option('--binary <file>', "a server's program, from the root of the workspace")
    .option('--image <image>', "an image with the server; the release's own unless given")
    .option(
      '--emulator <command>',
      'what runs programs of another platform: "qemu-aarch64 -L /usr/aarch64-linux-gnu"',
    )
    .addOption(new Option('-f, --format <format>', 'output').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nauto: the --binary where one is named, else the image where Docker answers, else the server built from its Go module, once for each user.\nExit codes: 0 the server opens all, 1 it does not, 2 could not tell (bad input, bad usage, nothing built, no server to be had)',
    )
    .action(async (dirs: string[], options: VerifyLoadCommandOptions) => {
      process.exitCode = await verifyLoad(dirs, options);
    });
}

async function verifyLoad(
  dirs: readonly string[],
  { format, platform, output, ...options }: VerifyLoadCommandOptions,
): Promise<number> {
  const result = await withProgress('opening', (calls) =>
    loadWorkspace({
      ...givenFolders(dirs),
      ...options,
      platforms: platform,
      outputDir: output,
      env: process.env,
      ...calls,
    }),
  );
  if (format === 'json') process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else printText(result, dirs);
  return exitCode(result);
}

function exitCode({ alone, together, problems }: WorkspaceLoad): number {
  if (problems.length > 0 || alone.length === 0) return EXIT_CANNOT_JUDGE;
  const all = [...alone, ...together.flat()];
  return all.every(({ report }) => report.verdict === 'loads') ? 0 : EXIT_FINDINGS;
}

function printText({ alone, together, problems }: WorkspaceLoad, dirs: readonly string[]): void {
  const color = pc.isColorSupported;
  for (const outcome of alone) process.stdout.write(`${renderLoadOutcome(outcome, { color })}\n`);
  for (const outcomes of together) {
    process.stdout.write(`${renderTogether(outcomes, { color })}\n`);
    for (const outcome of outcomes) {
      // What was said of it alone is not said again.
      const isNew = alone.find(({ dir }) => dir === outcome.dir)?.report.verdict === 'loads';
      if (isNew && outcome.report.verdict !== 'loads') {
        process.stdout.write(`${renderLoadOutcome(outcome, { color })}\n`);
      }
    }
  }
  if (alone.length > 0) process.stdout.write(`\n${renderSummary(alone.map(({ report }) => report))}\n`);
  for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
  if (alone.length === 0 && problems.length === 0) {
    process.stderr.write(`no plugin module found in ${dirs.join(', ')}\n`);
  }
}
