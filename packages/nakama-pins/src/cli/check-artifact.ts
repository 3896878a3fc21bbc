import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Command, Option } from 'commander';
import pc from 'picocolors';
import { checkArtifacts, readPlugin, type ReadPlugin } from '../artifact/check-artifacts';
import { readArtifact } from '../artifact/read-artifact';
import { type Server, serverOfProgram, serverOfRelease } from '../artifact/server';
import { renderModuleReport, renderSummary } from '../findings/render/text';
import { formatProblem, InputError, type Problem } from '../input/problem';
import { openCatalog } from '../releases/catalog';
import { Folders } from '../workspace/folders';
import { SettingsReader } from '../workspace/nakama-json';
import { findWorkspaceRoot } from '../workspace/root';
import { EXIT_CANNOT_JUDGE, EXIT_FINDINGS } from './exit-codes';

interface CheckArtifactOptions {
  readonly release?: string;
  readonly server?: string;
  readonly platform?: string;
  readonly format: 'text' | 'json';
}

/** `nakama-pins check-artifact <file…>` */
export function checkArtifactCommand(
  write: (text: string) => void = (text) => process.stdout.write(text),
): Command {
  return new Command('check-artifact')
    .description('judge built plugins: will the Nakama server load these .so files, all of them together?')
    .argument('<file...>', '.so files of one server, or folders that hold them')
    .addOption(
      new Option(
        '-r, --release <release>',
        "Nakama release to compare with; without it nakama.json's at the root of the workspace",
      ).conflicts('server'),
    )
    .option('-s, --server <program>', "a server's program to compare with: the file nakama of its image")
    .addOption(
      new Option(
        '--platform <platform>',
        'what the server runs on: linux/amd64; without it any the release is known for',
      ).conflicts('server'),
    )
    .addOption(new Option('-f, --format <format>', 'output').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExit codes: 0 all load, 1 findings, 2 could not judge (bad input, bad usage)')
    .action((files: string[], options: CheckArtifactOptions) => {
      process.exitCode = checkArtifact(files, options, write);
    });
}

function checkArtifact(
  given: readonly string[],
  options: CheckArtifactOptions,
  write: (text: string) => void,
): number {
  const server = openServer(options);
  const { plugins, problems } = readPlugins(given.flatMap(pluginFiles));
  const modules = checkArtifacts(plugins, server);
  if (options.format === 'json') {
    const report = { release: server.release.version, modules, ...(problems.length > 0 && { problems }) };
    write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    const lines = modules.map((module) => renderModuleReport(module, { color: pc.isColorSupported }));
    if (modules.length > 0) write(`${[...lines, '', renderSummary(modules)].join('\n')}\n`);
    for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
  }
  if (problems.length > 0) return EXIT_CANNOT_JUDGE;
  return modules.every(({ verdict }) => verdict === 'loads') ? 0 : EXIT_FINDINGS;
}

function openServer({ release, server, platform }: CheckArtifactOptions): Server {
  const workspaceDir = findWorkspaceRoot(process.cwd());
  const catalog = openCatalog({ workspaceDir });
  if (server !== undefined) {
    const program = readArtifact(resolve(server), display(server));
    return serverOfProgram(
      program,
      catalog.list().map((known) => catalog.load(known.version)),
    );
  }
  const spec =
    release ?? new SettingsReader(new Folders(workspaceDir)).settingsOf('.').release?.value ?? noRelease();
  return serverOfRelease(catalog.get(spec), platform);
}

function noRelease(): never {
  throw new InputError([
    {
      file: 'nakama.json',
      message: 'no Nakama release is named to compare the plugins with',
      fix: 'name it: --release 3.40.0, or --server path/to/nakama, or write { "release": "3.40.0" } to nakama.json',
    },
  ]);
}

/** A folder stands for the .so files in and below it, as for the server (runtime.path). */
function pluginFiles(given: string): string[] {
  if (!statSync(given, { throwIfNoEntry: false })?.isDirectory()) return [given];
  const found = readdirSync(given, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.so'))
    .map((name) => join(given, name));
  if (found.length > 0) return found;
  throw new InputError([
    {
      file: display(given),
      message: 'no .so file is in this folder or below it',
      fix: 'build the plugins first, or name the folder that they are built to',
    },
  ]);
}

function readPlugins(files: readonly string[]): { plugins: ReadPlugin[]; problems: Problem[] } {
  const plugins: ReadPlugin[] = [];
  const problems: Problem[] = [];
  for (const file of [...new Set(files.map((name) => resolve(name)))]) {
    try {
      plugins.push(readPlugin(file, display(file)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { plugins, problems };
}

/** As seen from the current folder, with `/`. */
function display(file: string): string {
  return relative(process.cwd(), resolve(file)).split(sep).join('/') || '.';
}
