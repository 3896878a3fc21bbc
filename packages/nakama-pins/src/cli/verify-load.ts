import { Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import type { ServerChoice } from '../loading/load-outcome';
import { renderTogether } from '../loading/load-text';
import { type CommonOptions, platformList, withCommonOptions } from './common-options';
import { printRun } from './print-run';
import { withWorkspace } from './with-workspace';

interface VerifyLoadCommandOptions extends CommonOptions, ServerChoice {
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
  return withCommonOptions(command, 'the server opens every plugin').action(
    async (dirs: string[], options: VerifyLoadCommandOptions) => {
      const { release, format, platform: platforms, output: outputDir, ...choice } = options;
      const run = await withWorkspace({ dirs, release, doing: 'opening' }, (workspace, folders) =>
        workspace.load(folders, { ...choice, platforms, outputDir }),
      );
      const { together } = run;
      // The modules have what is wrong.
      const more = together.map((outcomes) => renderTogether(outcomes, { color: pc.isColorSupported }));
      printRun(run, { command: 'verify-load', format, rest: { together }, more });
    },
  );
}

/** The number of an option that takes seconds. */
export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new InvalidArgumentError('expected seconds, a whole number: 300');
}
