import { Command, Option } from 'commander';
import { openWorkspace } from '../open-workspace/open-workspace';
import { findWorkspaceRoot } from '../workspace/root';
import { type Output, outputsOption } from './outputs';
import { printRun, reported } from './print-run';

interface CheckArtifactOptions {
  readonly release?: string;
  readonly server?: string;
  readonly platform?: string;
  readonly format?: readonly Output[];
}

/** `nakama-pins check-artifact <file…>` */
export function checkArtifactCommand(write?: (text: string) => void): Command {
  return new Command('check-artifact')
    .description('say whether the Nakama server will load these .so files, each alone and all together')
    .argument('<file...>', '.so files of one server, or folders that hold them')
    .addOption(
      new Option(
        '-r, --release <release>',
        'Nakama release to compare with (default: that of the workspace, chosen as for verify)',
      ).conflicts('server'),
    )
    .option('-s, --server <program>', "a server's program to compare with: the file nakama of its image")
    .addOption(
      new Option(
        '--platform <platform>',
        'what the server runs on: linux/amd64 (default: any platform that the release is known for)',
      ).conflicts('server'),
    )
    .addOption(outputsOption())
    .addHelpText(
      'after',
      '\nExit codes: 0 all load; 1 findings; 2 could not judge (bad input, bad usage, no release named)',
    )
    .action(async (files: string[], { release, server, platform, format }: CheckArtifactOptions) => {
      const base = process.cwd();
      const reports = { command: 'check-artifact', outputs: format, base };
      const run = await reported(reports, () =>
        openWorkspace({ root: findWorkspaceRoot(base), release }).checkArtifacts(files, {
          server,
          platform,
          base,
        }),
      );
      printRun(run, reports, write);
    });
}
