import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { InputError } from '../input/problem';
import { dockerServer, findDocker } from './docker-server';
import { findRunner } from './emulator';
import { programServer } from './program-server';
import { buildServer, type ServerBuildOptions } from './server-build';
import type { LoadServer, ServerChoice } from './load-outcome';

export type ChooseServerOptions = ServerChoice & ServerBuildOptions;

/** A server for the platform, or why none can be run here. */
export type ChosenServer =
  | { readonly server: LoadServer; readonly missing?: undefined }
  | { readonly server?: undefined; readonly missing: string; readonly fix: string };

/**
 * Chooses the real server that opens plugins for a platform.
 *
 * @throws InputError where the program that is named is not there, or the server can't be built
 */
export async function chooseServer(options: ChooseServerOptions): Promise<ChosenServer> {
  const { server = 'auto', binary } = options;
  const kind = server === 'auto' && binary !== undefined ? 'binary' : server;
  if (kind === 'binary') return namedProgram(options);
  if (kind === 'module') return builtProgram(options);
  const inImage = await image(options);
  return kind === 'docker' || inImage.server ? inImage : builtProgram(options);
}

async function namedProgram(options: ChooseServerOptions): Promise<ChosenServer> {
  const { root, binary, platform } = options;
  const program = binary === undefined ? undefined : resolve(root, binary);
  if (program === undefined || !existsSync(program)) {
    throw new InputError([
      {
        file: binary ?? 'binary',
        message: binary === undefined ? "no server's program is named" : "there is no server's program",
        fix: 'name one: binary, a path from the workspace root, such as bin/nakama',
      },
    ]);
  }
  const runner = findRunner(platform, options.env, options.emulator);
  if (runner.missing !== undefined) return runner;
  const name = relative(root, program).split(sep).join('/');
  return { server: programServer({ ...options, ...runner, name, program }) };
}

async function image(options: ChooseServerOptions): Promise<ChosenServer> {
  const { release, image: named = `heroiclabs/nakama:${release.version}` } = options;
  const docker = await findDocker(options);
  if (docker.missing !== undefined) return docker;
  return { server: dockerServer({ ...options, docker: docker.program, image: named }) };
}

/** Nothing is built that could not be run. */
async function builtProgram(options: ChooseServerOptions): Promise<ChosenServer> {
  const { release, platform, env, emulator } = options;
  const runner = findRunner(platform, env, emulator);
  if (runner.missing !== undefined) return runner;
  const program = await buildServer(options);
  const name = `Nakama ${release.version}, built from its Go module`;
  return { server: programServer({ ...options, ...runner, name, program }) };
}
