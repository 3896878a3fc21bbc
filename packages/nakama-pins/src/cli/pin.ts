import { Command } from 'commander';
import { outsideOption, type ReportOptions, tagsOption, withReportOptions } from './common-options';
import { baseOf } from './given-folders';
import { printRun, reported } from './print-run';
import { withWorkspace } from './with-workspace';

interface PinCommandOptions extends ReportOptions {
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly allowDowngrade?: boolean;
  readonly allowOutside?: boolean;
  readonly tags?: readonly string[];
}

/** `nakama-pins pin [dir…]` */
export function pinCommand(): Command {
  const command = new Command('pin')
    .description(
      'fix the versions, hashes and image tags of go.mod, go.sum, vendor/, Dockerfiles and compose files for the release',
    )
    .argument('[dir...]', 'folders to look in for plugin and library modules', ['.'])
    .option('--dry-run', 'write nothing; print what would change as a unified diff')
    .option('--check', 'write nothing; exit with 1 if anything would change')
    .option('--allow-downgrade', 'take an older version of a direct dependency if the pins hold only with it')
    .addOption(outsideOption())
    .addOption(tagsOption())
    .addHelpText(
      'after',
      "\nIf go is on PATH, the release's exact Go tidies and compiles the result before it is written. Otherwise the committed files alone decide.",
    );
  return withReportOptions(command, 'all modules are in step and load').action(
    async (dirs: string[], options: PinCommandOptions) => {
      const { release, format, dryRun = false, check = false, allowDowngrade, allowOutside, tags } = options;
      const reports = { command: 'pin', outputs: format, base: baseOf(dirs) };
      const run = await reported(reports, () =>
        withWorkspace({ dirs, release, doing: 'pinning' }, (workspace, folders) =>
          workspace.pin(folders, { write: !dryRun && !check, check, allowDowngrade, allowOutside, tags }),
        ),
      );
      printRun(run, { ...reports, dirs, diff: dryRun });
    },
  );
}
