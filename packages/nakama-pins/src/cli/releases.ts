import * as path from 'node:path';
import { Command, Option } from 'commander';
import { toReleaseFile } from '../releases/release-file';
import { findInRelease, findInReleases } from '../releases/find';
import { diffReleases } from '../releases/diff';
import { type Catalog, openCatalog } from '../releases/catalog';
import { Folders } from '../workspace/folders';
import { SettingsReader } from '../workspace/nakama-json';
import { addedText, type ReleasesAddOptions, runReleasesAdd } from './releases-add';
import { diffText, findAllText, findText, listText, showText } from './releases-text';

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
  const print = <T>(options: CommonOptions, value: T, text: (value: T) => string) =>
    write(options.format === 'json' ? `${JSON.stringify(value, null, 2)}\n` : text(value));

  const command = new Command('releases').description(
    'list, show and compare Nakama releases, and look modules up',
  );
  addCommon(
    command.command('list', { isDefault: true }).description('list all releases, newest first'),
  ).action((options: CommonOptions) => print(options, openCatalogAt(options).list(), listText));
  addCommon(
    command
      .command('show')
      .description('show what a release demands; as JSON, in the form of nakama-releases/<release>.json')
      .argument('<release>', '3.40.0, v3.40.0, 3.40 or latest'),
  ).action((spec: string, options: CommonOptions) => {
    const release = openCatalogAt(options).get(spec);
    if (options.format === 'json') print(options, toReleaseFile(release), String);
    else write(showText(release));
  });
  addCommon(
    command
      .command('diff')
      .description('show what changes for plugins from one release to another')
      .argument('<from>', 'a release')
      .argument('<to>', 'a release'),
  ).action((from: string, to: string, options: CommonOptions) => {
    const catalog = openCatalogAt(options);
    print(options, diffReleases(catalog.get(from), catalog.get(to)), diffText);
  });
  addCommon(
    command
      .command('find')
      .description("look a package or module up: the server's version, linked or not, patched or not")
      .argument('<path>', 'a package or module path, such as go.uber.org/zap/buffer')
      .option('--release <release>', "the release; without it nakama.json's, else the latest")
      .option('--all', 'all releases, as ranges that answer alike'),
  ).action((query: string, options: FindOptions) => {
    const catalog = openCatalogAt(options);
    if (options.all) {
      const releases = catalog.list().map(({ version }) => catalog.load(version));
      print(options, findInReleases(query, releases), (ranges) => findAllText(query, ranges));
    } else {
      const release = catalog.get(options.release ?? workspaceRelease(options) ?? 'latest');
      print(options, findInRelease(query, release), (found) => findText(query, found));
    }
  });
  addCommon(
    command
      .command('add')
      .description(
        "read a release from a server's program into nakama-releases/: no Go needed, nothing is run",
      )
      .argument('<program>', 'the file nakama of the server')
      .option('--name <release>', 'what to call it, such as 3.40.1-ours.1; else the version it carries'),
  ).action((program: string, options: CommonOptions & ReleasesAddOptions) =>
    print(options, runReleasesAdd(program, options), addedText),
  );
  return command;
}

function addCommon(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
    .option('--root <dir>', 'workspace that may hold nakama.json and nakama-releases/', '.');
}

function openCatalogAt({ root }: CommonOptions): Catalog {
  return openCatalog({ workspaceDir: path.resolve(root) });
}

/** The release that nakama.json at the root names. */
function workspaceRelease({ root }: CommonOptions): string | undefined {
  return new SettingsReader(new Folders(path.resolve(root))).settingsOf('.').release?.value;
}
