import * as path from 'node:path';
import { Command, Option } from 'commander';
import { nearMatch } from '../input/json-file';
import { printable } from '../input/printable';
import { InputError } from '../input/problem';
import { missingFolders } from '../open-workspace/missing-folders';
import { type Catalog, openCatalog } from '../releases/catalog';
import { diffReleases } from '../releases/diff';
import { findInRelease, findInReleases } from '../releases/find';
import { toReleaseFile } from '../releases/release-file';
import { folderRelease } from '../verify/folder-release';
import { ModuleOpener } from '../verify/open-module';
import { commaSeparated, platformList } from './common-options';
import { jsonOutput } from './json-output';
import { addedText, type ReleasesAddOptions, runReleasesAdd } from './releases-add';
import { checkJson, checkText, type ReleasesCheckOptions, runReleasesCheck } from './releases-check';
import { askRegistry, listText, type ReleasesListOptions, remoteListText } from './releases-list';
import { diffText, findAllText, findText, showText } from './releases-text';

interface CommonOptions {
  readonly format: 'text' | 'json';
  readonly root: string;
}

interface FindOptions extends CommonOptions {
  readonly release?: string;
  readonly all?: boolean;
}

/**
 * `nakama-pins releases …`: what each Nakama release demands of a plugin.
 * Its actions throw InputError for unknown releases and bad files.
 */
export function releasesCommand(
  write: (text: string) => void = (text) => process.stdout.write(text),
): Command {
  const print = ({ format }: CommonOptions, name: string, json: object, text: () => string): void =>
    write(format === 'json' ? jsonOutput(`releases ${name}`, json) : printable(text()));

  const command = new Command('releases').description(
    'list, show and compare Nakama releases, and look modules up',
  );
  addCommon(
    command
      .command('list', { isDefault: true })
      .description('list all releases, newest first: those that are shipped, and those of nakama-releases/')
      .option('--remote', 'with what the registry has, and how to add what is not known')
      .addOption(
        new Option('--image <repository>', 'asked in place of heroiclabs/nakama').implies({ remote: true }),
      )
      .addOption(insecureOption())
      .allowExcessArguments(),
  ).action((options: CommonOptions & ReleasesListOptions, { args: [word] }: Command) => {
    // The default command gets a mistyped one as its argument.
    if (word !== undefined) command.error(unknownCommand(word, command.commands));
    const releases = openCatalogAt(options).list();
    if (!options.remote) {
      print(options, 'list', { releases }, () => listText(releases));
      return undefined;
    }
    return askRegistry(releases, options).then((registry) => {
      print(options, 'list', { releases, registry }, () => remoteListText(releases, registry));
    });
  });
  addCommon(
    command
      .command('show')
      .description('show what a release demands; as JSON, in the form of nakama-releases/<release>.json')
      .argument('<release>', '3.40.0, v3.40.0, 3.40 or latest'),
  ).action((spec: string, options: CommonOptions) => {
    const release = openCatalogAt(options).get(spec);
    // Not wrapped: it is a file that a workspace can keep.
    const file = (): string => `${JSON.stringify(toReleaseFile(release), null, 2)}\n`;
    write(options.format === 'json' ? file() : showText(release));
  });
  addCommon(
    command
      .command('diff')
      .description('show what changes for plugins from one release to another')
      .argument('<from>', 'a release')
      .argument('<to>', 'a release'),
  ).action((from: string, to: string, options: CommonOptions) => {
    const catalog = openCatalogAt(options);
    const diff = diffReleases(catalog.get(from), catalog.get(to));
    print(options, 'diff', diff, () => diffText(diff));
  });
  addCommon(
    command
      .command('find')
      .description("look a package or module up: the server's version, linked or not, patched or not")
      .argument('<path>', 'a package or module path, such as go.uber.org/zap/buffer')
      .option(
        '--release <release>',
        'the release (default: that of the workspace, chosen as for verify; else the latest)',
      )
      .option('--all', 'all releases, as ranges that answer alike'),
  ).action((query: string, options: FindOptions) => {
    if (options.all) {
      const catalog = openCatalogAt(options);
      const releases = catalog.list().map(({ version }) => catalog.load(version));
      const found = findInReleases(query, releases);
      print(options, 'find', { path: query, found }, () => findAllText(query, found));
    } else {
      const opener = new ModuleOpener(existingRoot(options), options.release);
      const release = folderRelease('.', opener).release ?? opener.catalog.get('latest');
      const json = { path: query, found: findInReleases(query, [release]) };
      print(options, 'find', json, () => findText(query, findInRelease(query, release)));
    }
  });
  addCommon(
    command
      .command('add')
      .description('read a release from where it is published into nakama-releases/: nothing of it is run')
      .argument(
        '<what>',
        "a version (3.42.0), an image (image:registry.example.com/studio/nakama:1.4), a server's program, an archive of one, an OCI layout or a tar of docker save",
      )
      .option(
        '--name <release>',
        'what to call it, such as 3.40.1-ours.1 (default: the version that is named or in the program)',
      )
      .addOption(
        new Option(
          '--from <source>',
          'where a version is read (default: its image, else its Go module)',
        ).choices(['image', 'module']),
      )
      .option('--platform <platforms>', 'linux/amd64,linux/arm64 (default: all of the image)', platformList)
      .option('--program <path>', 'where the program is in the image or archive (default: as the image says)')
      .option('--image <name>', 'which image of a layout or tar')
      .option('--insecure <hosts>', INSECURE, commaSeparated),
  ).action(async (what: string, options: CommonOptions & ReleasesAddOptions) => {
    existingRoot(options);
    const added = await runReleasesAdd(what, options);
    print(options, 'add', added, () => addedText(added));
  });
  addCommon(
    command
      .command('check')
      .description(
        'compare releases with what is known of them; with --remote, their fingerprints with the servers where these are published',
      )
      .argument(
        '[releases...]',
        'such as 3.40.0 (default: the files of nakama-releases/; with --remote all that have fingerprints)',
      )
      .option('--remote', 'read the official image of each release, or what its file names as its origin')
      .addOption(
        new Option('--image <repository>', 'read in place of the images that are named').implies({
          remote: true,
        }),
      )
      .addOption(
        new Option(
          '--program <path>',
          'where the program is in the image (default: as the image says)',
        ).implies({
          remote: true,
        }),
      )
      .addOption(insecureOption())
      .addHelpText(
        'after',
        '\nExit codes: 0 equal; 1 something differs; 2 bad input, or a server could not be had',
      ),
  ).action(async (versions: string[], options: CommonOptions & ReleasesCheckOptions) => {
    existingRoot(options);
    const checked = await runReleasesCheck(versions, options);
    print(options, 'check', checkJson(checked), () => checkText(checked));
    process.exitCode = checked.exitCode;
  });
  return command;
}

const INSECURE = 'registries that are asked without TLS, with their ports, comma-separated';

/** Of commands that ask a registry only if they are told to. */
function insecureOption(): Option {
  return new Option('--insecure <hosts>', INSECURE).argParser(commaSeparated).implies({ remote: true });
}

function addCommon(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
    .option('--root <dir>', 'workspace that may hold nakama.json and nakama-releases/', '.');
}

function openCatalogAt(options: CommonOptions): Catalog {
  return openCatalog({ workspaceDir: existingRoot(options) });
}

function existingRoot({ root }: Pick<CommonOptions, 'root'>): string {
  const [missing] = missingFolders('.', [root]);
  if (missing) throw new InputError([{ ...missing, fix: 'name the root of the workspace: --root <dir>' }]);
  return path.resolve(root);
}

function unknownCommand(word: string, commands: readonly Command[]): string {
  const names = commands.map((command) => command.name());
  const near = nearMatch(word, names);
  const hint = near === undefined ? '' : `\n(Did you mean ${near}?)`;
  return `error: unknown command '${word}'${hint}\nCommands: ${names.join(', ')}`;
}
