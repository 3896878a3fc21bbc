import { Command, Option } from 'commander';
import { FINDINGS } from '../findings/registry';
import type { WorkspaceRun } from '../open-workspace/ends';
import { type ReportOptions, tagsOption, withReportOptions } from './common-options';
import { baseOf } from './given-folders';
import { printRun, reported } from './print-run';
import { withWorkspace } from './with-workspace';

interface VerifyOptions extends ReportOptions {
  readonly proof: 'declared' | 'compiled';
  readonly online?: boolean;
  readonly tags?: readonly string[];
}

/** `nakama-pins verify [dir…]` */
export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('say whether the Nakama server will load the plugin modules')
    .argument('[dir...]', 'folders to look in for plugin modules', ['.'])
    .addOption(
      new Option(
        '-p, --proof <proof>',
        "what the verdict rests on: the committed files (no Go), or fingerprints of the plugins as the release's exact Go compiles them",
      )
        .choices(['declared', 'compiled'])
        .default('declared'),
    )
    .option(
      '--online',
      'read from GOPROXY what packages import of which nothing else tells it; the hashes of go.sum prove it',
    )
    .addOption(tagsOption());
  return withReportOptions(command, 'every plugin loads').action(
    async (dirs: string[], { release, format, proof, online, tags }: VerifyOptions) => {
      const reports = { command: 'verify', outputs: format, base: baseOf(dirs) };
      const run = await reported(reports, () =>
        withWorkspace({ dirs, release, doing: 'verifying' }, (workspace, folders) =>
          workspace.verify(folders, { proof, online, tags }),
        ),
      );
      printRun(run, { ...reports, dirs, hint: pinHint(run, dirs, tags) });
    },
  );
}

function pinHint(
  { modules }: WorkspaceRun,
  dirs: readonly string[],
  tags: readonly string[] = [],
): string | undefined {
  const same = tags.length > 0 ? `--tags ${tags.join(',')} ` : '';
  const isFixed = modules.some(({ findings }) => findings.some(({ id }) => FINDINGS[id].settledBy.pinning));
  return isFixed
    ? `to fix versions, hashes and tags at once: npx nakama-pins pin ${same}${dirs.join(' ')}`
    : undefined;
}
