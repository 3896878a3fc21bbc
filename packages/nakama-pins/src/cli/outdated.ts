import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from './common-options';
import { printRun } from './print-run';
import { withWorkspace } from './with-workspace';

const PROOF =
  'judged by the go.mod files of the versions, read through GOPROXY; nakama-pins get compiles, and knows what is really linked';

/** `nakama-pins outdated [dir…]` */
export function outdatedCommand(): Command {
  const command = new Command('outdated')
    .description(
      'list newer versions of the dependencies that the server does not link, and which of them fit',
    )
    .argument('[dir...]', 'folders to look in for plugin and library modules', ['.'])
    .option('--json', 'the same as --format json')
    .addHelpText('after', `\nNo Go is needed: versions are ${PROOF}.`);
  return withCommonOptions(command, 'of all dependencies it is known which versions fit').action(
    async (dirs: string[], { release, format, json }: CommonOptions & { readonly json?: boolean }) => {
      const run = await withWorkspace({ dirs, release, doing: 'looking' }, (workspace, folders) =>
        workspace.outdated(folders),
      );
      const hint = run.modules.some(({ dependencies }) => dependencies.length > 0) ? PROOF : undefined;
      const outputs = [{ format: json ? 'json' : format }] as const;
      printRun(run, { command: 'outdated', outputs, hint, summary: false });
    },
  );
}
