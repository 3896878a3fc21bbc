import { statSync } from 'node:fs';
import { Command } from 'commander';
import { isDirectoryPath } from '../go-module/module-path';
import { InputError } from '../input/problem';
import type { OpenWorkspace } from '../open-workspace/open-workspace';
import { type CommonOptions, outsideOption, tagsOption, withCommonOptions } from './common-options';
import { printRun } from './print-run';
import { withWorkspace } from './with-workspace';

interface GetCommandOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly allowOutside?: boolean;
  readonly tags?: readonly string[];
}

/** `nakama-pins get <module>[@version]… [dir…]` */
export function getCommand(): Command {
  const command = new Command('get')
    .description('add dependencies: of each the newest version with which the plugin still loads')
    .argument(
      '<module[@version] | dir...>',
      'modules or packages as go get takes them, and folders: . or one that begins with ./, ../ or /, or that exists',
    )
    .option('--dry-run', 'write nothing; print what would change as a unified diff')
    .addOption(outsideOption())
    .addOption(tagsOption())
    .addHelpText(
      'after',
      `
Without a folder: the module in or above the current folder, or the only plugin.
Versions are judged by their go.mod files, read through GOPROXY; then the release's exact Go tidies and compiles.

Examples:
  nakama-pins get github.com/redis/go-redis/v9 plugins/arena
  nakama-pins get github.com/acme/x@v1.2.3 github.com/acme/y/package .`,
    );
  return withCommonOptions(command, 'all dependencies are added and the modules load').action(
    async (words: string[], options: GetCommandOptions) => {
      const { release, format, dryRun = false, allowOutside, tags } = options;
      const dirs = words.filter(isFolder);
      const modules = words.filter((word) => !isFolder(word));
      const typed = dirs.length > 0 ? dirs : ['.'];
      const run = await withWorkspace({ dirs: typed, release, doing: 'adding' }, (workspace, folders) => {
        const only = dirs.length === 0;
        const where = only ? [onlyModule(workspace, folders[0] ?? '.')] : folders;
        return workspace.get(where, { modules, write: !dryRun, only, allowOutside, tags });
      });
      printRun(run, { command: 'get', outputs: [{ format }], dirs: typed, diff: dryRun });
    },
  );
}

/** An empty word is a variable that is not set; the check of folders says so. */
function isFolder(word: string): boolean {
  return (
    word === '' || isDirectoryPath(word) || statSync(word, { throwIfNoEntry: false })?.isDirectory() === true
  );
}

/** @throws InputError if several could be meant */
function onlyModule(workspace: OpenWorkspace, here: string): string {
  const near = workspace.modules([here]);
  const found = near.find(({ dir }) => dir === here) ?? (near.length === 1 ? near[0] : undefined);
  if (found) return found.dir;
  const plugins = workspace.modules(['.']).filter(({ kind }) => kind === 'plugin');
  const [plugin] = plugins;
  if (plugin && plugins.length === 1) return plugin.dir;
  // A folder with none says so itself.
  if (!plugin) return here;
  throw new InputError([
    {
      file: here,
      message: `it is not clear which plugin is meant: there are ${plugins.length}`,
      expected: `one of ${plugins.map(({ dir }) => dir).join(', ')}`,
      fix: `name its folder: nakama-pins get <module> ${plugin.dir}`,
    },
  ]);
}
