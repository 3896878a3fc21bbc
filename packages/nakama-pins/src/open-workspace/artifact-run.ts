import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { ArtifactError } from '../artifact/artifact-error';
import {
  type ArtifactOutcome,
  artifactOutcome,
  checkArtifacts,
  type OpenedPlugin,
  type ReadPlugin,
  readPlugin,
} from '../artifact/check-artifacts';
import { mayOpen } from '../artifact/checks/openings';
import { readArtifact } from '../artifact/read-artifact';
import { openedBy, readOpened } from '../artifact/read-opened';
import { type Server, serverOfProgram, serverOfRelease } from '../artifact/server';
import { platformOf } from '../artifact/server-release';
import { doesNotRunOn } from '../findings/wording/platform';
import { distinct } from '../input/distinct';
import { InputError, type Problem, problemsOf } from '../input/problem';
import type { Platform, Release } from '../releases/release-model';
import { serverPlatforms } from '../releases/server-platforms';
import { folderRelease } from '../verify/folder-release';
import type { ModuleOpener } from '../verify/open-module';
import { under } from '../workspace/folders';
import { NAKAMA_JSON } from '../workspace/nakama-json';
import { exitCodeOf, noneNamed, type WorkspaceRun } from './ends';

/** What built plugins are compared with. */
export interface ArtifactOptions {
  /** A server's program, in place of the release. */
  readonly server?: string;
  /** What the server runs on: `linux/amd64`; any that the release is known for by default. */
  readonly platform?: Platform;
  /** The folder that files are relative to, absolute; the root by default. */
  readonly base?: string;
  /** Only the `.so` in the folders themselves. */
  readonly only?: boolean;
}

interface Around {
  readonly opener: ModuleOpener;
  readonly signal?: AbortSignal;
}

/**
 * Judges built plugins, each alone and all of them in one process. What can't be read is a problem, and the others are
 * judged all the same. Without a release, which is chosen as for the plugin modules of the workspace, the outcome of
 * each says why there is none.
 *
 * @throws the signal's reason if it was aborted
 */
export function artifactRun(
  given: readonly string[],
  { server, platform, base, only = false }: ArtifactOptions,
  { opener, signal }: Around,
): WorkspaceRun<ArtifactOutcome> {
  const names = new Names(base ?? opener.root);
  const { plugins, problems } = readPlugins(given, names, { only, signal });
  const opens: Openings = { opened: [], unnamed: new Map() };
  for (const plugin of plugins) collect(problems, () => addOpenings(plugin, opens, { names, opener }));
  const modules = collect(problems, () => judge(plugins, opens, { server, platform }, names, opener)) ?? [];
  return { modules, problems, exitCode: exitCodeOf(modules, problems) };
}

/** What `read` gives; bad input becomes a problem. */
function collect<T>(problems: Problem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    problems.push(...problemsOf(error));
    return undefined;
  }
}

function judge(
  plugins: readonly ReadPlugin[],
  { opened, unnamed }: Openings,
  { server, platform }: Pick<ArtifactOptions, 'server' | 'platform'>,
  names: Names,
  opener: ModuleOpener,
): ArtifactOutcome[] {
  if (server !== undefined)
    return checkArtifacts(plugins, openServer(server, names, opener), opened, unnamed);
  const { release, unknown } = folderRelease('.', opener);
  if (!release) return plugins.map((plugin) => artifactOutcome(plugin, null, [unknown]));
  if (platform !== undefined) refuseOthers(platform, release);
  return checkArtifacts(plugins, serverOfRelease(release, platform), opened, unnamed);
}

/** What the plugins open. */
interface Openings {
  readonly opened: OpenedPlugin[];
  /** File of a plugin that may open others -> the nakama.json that says nothing of them. */
  readonly unnamed: Map<string, string>;
}

/** Adds what nakama.json says that a plugin opens: that of its module, if the workspace has it, else that of the root. */
function addOpenings(
  plugin: ReadPlugin,
  { opened, unnamed }: Openings,
  { names, opener }: { names: Names; opener: ModuleOpener },
): void {
  // The modules need not be looked for.
  if (plugin instanceof ArtifactError || !mayOpen(plugin)) return;
  const dir = opener.dirOfPlugin(plugin.plugin?.path) ?? '.';
  const absolute = (file: string): string => resolve(opener.root, file);
  const shown = (file: string): string => names.shown(absolute(file));
  const opens = opener.opensOf(dir);
  if (opens)
    opened.push(...openedBy(plugin.file, readOpened(opens, { absolute, shown }, platformOf(plugin))));
  else unnamed.set(plugin.file, shown(under(dir, NAKAMA_JSON)));
}

/** What files are called in messages: relative to a folder, with `/`. */
class Names {
  constructor(private readonly base: string) {}

  absolute(file: string): string {
    return resolve(this.base, file);
  }

  shown(file: string): string {
    return relative(this.base, this.absolute(file)).split(sep).join('/') || '.';
  }
}

/** @throws InputError if the program is not a Nakama server that opens plugins */
function openServer(program: string, names: Names, { catalog }: ModuleOpener): Server {
  return serverOfProgram(
    readArtifact(names.absolute(program), names.shown(program)),
    catalog.list().map(({ version }) => catalog.load(version)),
  );
}

/** Every plugin would be for another platform than the server, and not one of them be wrong. */
function refuseOthers(platform: Platform, release: Release): void {
  const supported = serverPlatforms(release);
  if (supported.includes(platform)) return;
  throw new InputError([
    {
      file: '--platform',
      message: doesNotRunOn({ release: release.version, platform, supported }),
      fix: `name ${supported.join(' or ')} in its place`,
    },
  ]);
}

/**
 * A folder means the .so files in and below it, as it does for the server (runtime.path).
 *
 * @throws InputError if there are none
 */
function pluginFiles(given: string, names: Names, only: boolean): string[] {
  const folder = names.absolute(given);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [folder];
  const found = readdirSync(folder, { recursive: !only, encoding: 'utf8' })
    .filter((name) => name.endsWith('.so'))
    .map((name) => join(folder, name));
  if (found.length > 0) return found;
  throw new InputError([
    {
      file: names.shown(given),
      message: only ? 'no .so file is in this folder' : 'no .so file is in this folder or below it',
      fix: 'build the plugins first, or name the folder that they are built to',
    },
  ]);
}

function readPlugins(
  given: readonly string[],
  names: Names,
  { only, signal }: { readonly only: boolean; readonly signal?: AbortSignal },
): { plugins: readonly ReadPlugin[]; problems: Problem[] } {
  const problems: Problem[] = given.length === 0 ? [noneNamed('plugin')] : [];
  const files = given.flatMap((file) => collect(problems, () => pluginFiles(file, names, only)) ?? []);
  const plugins = distinct(files).flatMap((file) => {
    signal?.throwIfAborted();
    return collect(problems, () => [readPlugin(file, names.shown(file))]) ?? [];
  });
  return { plugins, problems };
}
