import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { memo } from '../input/memo';
import { InputError } from '../input/problem';
import type { Platform, Release } from '../releases/release-model';
import { imageOfRelease, SERVER_IMAGE, spokenRelease, variantOf } from '../releases/variants';
import type { Tools } from '../toolchain/tools';
import { dockerServer, findDocker } from './docker-server';
import { findRunner } from './emulator';
import type { LoadServer, ServerChoice } from './load-outcome';
import { proveThatItOpens } from './open-plugins';
import { programServer } from './program-server';
import { buildServer } from './server-build';

/** A server for a platform, or why none can be run here. */
export type ChosenServer =
  | { readonly server: LoadServer; readonly missing?: undefined }
  | { readonly server?: undefined; readonly missing: string; readonly fix: string };

/** What is asked for. */
interface Wanted {
  readonly release: Release;
  readonly platform: Platform;
  readonly choice: ServerChoice;
}

/** Gives the real server that opens plugins of a release for a platform; each is made ready once. */
export type Servers = (wanted: Wanted) => Promise<ChosenServer>;

/**
 * Servers that are shown to open plugins before they are trusted.
 *
 * @returns servers that throw InputError if the program that is named is not there, or the server can't be built
 */
export function servers(tools: Tools, releases: (version: string) => Release): Servers {
  const ready = memo(
    async ({ version, platform, choice }: { version: string; platform: Platform; choice: ServerChoice }) => {
      const chosen = await chooseServer({ release: releases(version), platform, choice }, tools);
      if (chosen.server) await proveThatItOpens(chosen.server);
      return chosen;
    },
  );
  return ({ release, platform, choice }) => ready({ version: release.version, platform, choice });
}

async function chooseServer(wanted: Wanted, tools: Tools): Promise<ChosenServer> {
  const { server = 'auto', binary } = wanted.choice;
  const kind = server === 'auto' && binary !== undefined ? 'binary' : server;
  if (kind === 'binary') return namedProgram(wanted, tools);
  if (kind === 'module') return builtProgram(wanted, tools);
  const inImage = await image(wanted, tools);
  return kind === 'docker' || inImage.server ? inImage : builtProgram(wanted, tools);
}

function namedProgram(
  { platform, choice: { binary, emulator, timeout } }: Wanted,
  { around: { root, env, signal } }: Tools,
): ChosenServer {
  const program = binary === undefined ? undefined : resolve(root, binary);
  const stat = program === undefined ? undefined : statSync(program, { throwIfNoEntry: false });
  if (program === undefined || !stat?.isFile()) {
    const found = stat ? 'this is not a file' : 'there is no server program here';
    throw new InputError([
      {
        file: binary ?? '--binary',
        message: binary === undefined ? 'no server program is named' : found,
        fix: 'name one, by its path from the workspace root: --binary bin/nakama',
      },
    ]);
  }
  const runner = findRunner(platform, env, emulator);
  if (runner.missing !== undefined) return runner;
  const name = relative(root, program).split(sep).join('/');
  return {
    server: programServer({ ...runner, platform, env, signal, limitMs: limitOf(timeout), name, program }),
  };
}

/** A server starts within a second; under an emulator within ten. */
const LIMIT_SECONDS = 120;

function limitOf(seconds: number = LIMIT_SECONDS): number {
  return seconds * 1000;
}

async function image({ release, platform, choice }: Wanted, tools: Tools): Promise<ChosenServer> {
  const { image: named = imageOfServer(release, platform) } = choice;
  const { env, signal } = tools.around;
  const docker = await findDocker({ env, signal });
  if (docker.missing !== undefined) return docker;
  const onLine = (line: string): void => tools.say(line);
  return {
    server: dockerServer({
      docker: docker.program,
      image: named,
      platform,
      env,
      signal,
      limitMs: limitOf(choice.timeout),
      onLine,
    }),
  };
}

/** Where the release was read, else the official one. */
function imageOfServer({ version, origins }: Release, platform: Platform): string {
  const origin = origins?.[platform];
  return (origin?.kind === 'image' ? origin.name : imageOfRelease(version)) ?? `${SERVER_IMAGE}:${version}`;
}

/** Nothing is built that could not be run. */
async function builtProgram(
  { release, platform, choice: { emulator, timeout } }: Wanted,
  tools: Tools,
): Promise<ChosenServer> {
  const { env, signal } = tools.around;
  const runner = findRunner(platform, env, emulator);
  if (runner.missing !== undefined) return runner;
  if (variantOf(release.version) !== undefined && release.origins?.[platform]?.kind !== 'module') {
    const missing = `the server of ${spokenRelease(release.version)} is another one than its Go module gives`;
    return { missing, fix: 'use its image (--server docker), or name its program: --binary <file>' };
  }
  const program = await buildServer(release, platform, tools);
  const name = `Nakama ${release.version}, built from its Go module`;
  return {
    server: programServer({ ...runner, platform, env, signal, limitMs: limitOf(timeout), name, program }),
  };
}
