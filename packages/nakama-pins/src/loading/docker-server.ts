import { tmpdir } from 'node:os';
import type { Platform } from '../releases/release-model';
import { findProgram } from '../toolchain/find-program';
import { type ProgramResult, runProgram, SHORT_RUN_MS } from '../toolchain/run-program';
import type { LoadServer } from './load-outcome';

/** In the image: heroiclabs/nakama, build/Dockerfile. */
const PROGRAM = '/nakama/nakama';
const MODULES = '/nakama-modules';

export interface DockerOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** A Docker engine that answers, or why there is none. */
export type Docker =
  | { readonly program: string; readonly missing?: undefined }
  | { readonly program?: undefined; readonly missing: string; readonly fix: string };

/**
 * The command alone is not enough: it is asked for its engine.
 *
 * @param limitMs so long is waited for it
 */
export async function findDocker({ env, signal }: DockerOptions, limitMs = SHORT_RUN_MS): Promise<Docker> {
  const program = findProgram('docker', env);
  if (program === undefined) {
    return {
      missing: 'there is no docker on PATH',
      fix: 'install Docker (https://docs.docker.com/get-docker)',
    };
  }
  const args = ['version', '--format', '{{.Server.Version}}'];
  const asked = { program, args, cwd: tmpdir(), env, signal, limitMs };
  const { code, stderr, timedOut } = await runProgram(asked);
  if (code === 0) return { program };
  if (timedOut) {
    return {
      missing: `Docker does not answer within ${limitMs / 1000} s`,
      fix: 'start Docker again',
    };
  }
  return { missing: `Docker does not answer: ${firstLine(stderr)}`, fix: 'start Docker' };
}

export interface DockerServerOptions extends DockerOptions {
  /** Absolute path of the docker command. */
  readonly docker: string;
  readonly image: string;
  readonly platform: Platform;
  /** So long may the server take. */
  readonly limitMs: number;
  /** Called with each line that docker prints while it fetches an image. */
  readonly onLine?: (line: string) => void;
}

/**
 * A server in an image. Plugins are copied into a container that has not begun, rather than mounted: an engine on
 * another machine, or one that does not share the folder, would show it an empty folder.
 */
export function dockerServer(options: DockerServerOptions): LoadServer {
  const { docker, image, platform, env, signal, limitMs, onLine } = options;
  const run = (...args: string[]): Promise<ProgramResult> =>
    runProgram({ program: docker, args, cwd: tmpdir(), env, signal, onStderrLine: onLine });
  return {
    name: image,
    platform,
    check: async (folder) => {
      const created = await run(
        ...['create', '--platform', platform, '--network', 'none', '--entrypoint', PROGRAM],
        ...[image, 'check', '--runtime.path', MODULES],
      );
      if (created.code !== 0) return created;
      const container = created.stdout.trim().split('\n').at(-1) ?? '';
      try {
        const copied = await run('cp', folder, `${container}:${MODULES}`);
        if (copied.code !== 0) return copied;
        const args = ['start', '--attach', container];
        return await runProgram({ program: docker, args, cwd: tmpdir(), env, signal, limitMs });
      } finally {
        // Also after Ctrl-C, which ends what runs with the signal.
        const args = ['rm', '--force', container];
        await runProgram({ program: docker, args, cwd: tmpdir(), env, limitMs: SHORT_RUN_MS });
      }
    },
  };
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
