import { Command, InvalidArgumentError, Option } from 'commander';
import type { ServerChoice } from '../loading/load-outcome';
import { renderTogether } from '../loading/load-text';
import { platformList, type ReportOptions, withReportOptions } from './common-options';
import { baseOf } from './given-folders';
import { printRun, reported } from './print-run';
import { withWorkspace } from './with-workspace';

interface VerifyLoadCommandOptions extends ReportOptions, ServerChoice {
  readonly platform?: readonly string[];
  readonly output: string;
}

/** `nakama-pins verify-load [dir…]` */
export function verifyLoadCommand(): Command {
  const command = new Command('verify-load')
    .description('let the real server open built plugins: each alone, and all of one server together')
    .argument('[dir...]', 'folders to look in for plugin modules', ['.'])
    .option('--platform <platforms>', 'linux/amd64,linux/arm64; overrides nakama.json', platformList)
    .option('-o, --output <folder>', 'where nakama-pins build put the plugins', 'dist')
    .addOption(
      new Option('--server <kind>', 'where the server comes from')
        .choices(['auto', 'binary', 'docker', 'module'])
        .default('auto'),
    )
    .option('--binary <file>', "a server's program, from the root of the workspace")
    .option('--image <image>', 'an image with the server (default: the image of the release)')
    .option(
      '--emulator <command>',
      'runs programs of another platform: "qemu-aarch64 -L /usr/aarch64-linux-gnu"',
    )
    .addOption(
      new Option('--timeout <seconds>', 'so long may one run of the server take (default: 120)').argParser(
        secondsOf,
      ),
    )
    .addHelpText(
      'after',
      "\n--server auto: the --binary if you name one; else the image if Docker is running; otherwise a server built from Nakama's Go module, once for each user.",
    );
  return withReportOptions(command, 'the server opens every plugin').action(
    async (dirs: string[], options: VerifyLoadCommandOptions) => {
      const { release, format, platform: platforms, output: outputDir, ...choice } = options;
      const reports = { command: 'verify-load', outputs: format, base: baseOf(dirs) };
      const run = await reported(reports, () =>
        withWorkspace({ dirs, release, doing: 'opening' }, (workspace, folders) =>
          workspace.load(folders, { ...choice, platforms, outputDir }),
        ),
      );
      const { together } = run;
      // The modules have what is wrong.
      const more = (options: { readonly color: boolean }): string[] =>
        together.map((outcomes) => renderTogether(outcomes, options));
      printRun(run, { ...reports, rest: { together }, more });
    },
  );
}

/** The number of an option that takes seconds. */
export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new InvalidArgumentError('expected seconds, a whole number: 300');
}
