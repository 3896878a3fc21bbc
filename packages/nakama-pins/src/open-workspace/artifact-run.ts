import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import {
  type ArtifactOutcome,
  checkArtifacts,
  type ReadPlugin,
  readPlugin,
} from '../artifact/check-artifacts';
import { readArtifact } from '../artifact/read-artifact';
import { type Server, serverOfProgram, serverOfRelease } from '../artifact/server';
import { doesNotRunOn } from '../findings/wording/platform';
import { InputError, type Problem, problemsOf } from '../input/problem';
import type { Platform, Release } from '../releases/release-model';
import { serverPlatforms } from '../releases/server-platforms';
import type { ModuleOpener } from '../verify/open-module';
import { exitCodeOf, type WorkspaceRun } from './ends';

/** What built plugins are compared with. */
export interface ArtifactOptions {
  /** A server's program, in place of the release. */
  readonly server?: string;
  /** What the server runs on: `linux/amd64`; any that the release is known for by default. */
  readonly platform?: Platform;
  /** The folder that files are relative to, absolute; the root by default. */
  readonly base?: string;
}

/** Judges built plugins, each alone and all of them in one process. */
export function artifactRun(
  files: readonly string[],
  { server, platform, base }: ArtifactOptions,
  opener: ModuleOpener,
): WorkspaceRun<ArtifactOutcome> {
  const names = new Names(base ?? opener.root);
  const compared = openServer({ server, platform }, names, opener);
  const { plugins, problems } = readPlugins(
    files.flatMap((file) => pluginFiles(file, names)),
    names,
  );
  const modules = checkArtifacts(plugins, compared);
  return { modules, problems, exitCode: exitCodeOf(modules, problems) };
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

function openServer(
  { server, platform }: Pick<ArtifactOptions, 'server' | 'platform'>,
  names: Names,
  opener: ModuleOpener,
): Server {
  if (server === undefined) {
    const release = opener.namedRelease('.') ?? noRelease();
    if (platform !== undefined) refuseOthers(platform, release);
    return serverOfRelease(release, platform);
  }
  const { catalog } = opener;
  return serverOfProgram(
    readArtifact(names.absolute(server), names.shown(server)),
    catalog.list().map(({ version }) => catalog.load(version)),
  );
}

/** Every plugin would be for another platform than the server, and not one of them be wrong. */
function refuseOthers(platform: Platform, release: Release): void {
  const supported = serverPlatforms(release);
  if (supported.includes(platform)) return;
  throw new InputError([
    {
      file: 'platform',
      message: doesNotRunOn({ release: release.version, platform, supported }),
      fix: `name ${supported.join(' or ')} in its place`,
    },
  ]);
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

/** A folder means the .so files in and below it, as it does for the server (runtime.path). */
function pluginFiles(given: string, names: Names): string[] {
  const folder = names.absolute(given);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [given];
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.so'))
    .map((name) => join(folder, name));
  if (found.length > 0) return found;
  throw new InputError([
    {
      file: names.shown(given),
      message: 'no .so file is in this folder or below it',
      fix: 'build the plugins first, or name the folder that they are built to',
    },
  ]);
}

function readPlugins(
  files: readonly string[],
  names: Names,
): { plugins: ReadPlugin[]; problems: readonly Problem[] } {
  const plugins: ReadPlugin[] = [];
  const problems: Problem[] = [];
  for (const file of [...new Set(files.map((name) => names.absolute(name)))]) {
    try {
      plugins.push(readPlugin(file, names.shown(file)));
    } catch (error) {
      problems.push(...problemsOf(error));
    }
  }
  return { plugins, problems };
}
