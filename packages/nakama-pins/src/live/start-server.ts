import { join } from 'node:path';
import { InputError } from '../input/problem';
import type { LoadServer } from '../loading/load-outcome';
import { logEntry } from '../loading/log-entry';
import { startFailure } from '../loading/program-server';
import { answersWell, freePort } from '../module-proxy/network';
import { runProgram } from '../toolchain/run-program';
import { removeAfterUs } from '../toolchain/start-process';
import { type ProgramEnd, type RunningProgram, startProgram } from '../toolchain/start-program';

export interface ServerStart {
  /** A server whose program is on this computer. */
  readonly server: LoadServer;
  /** Where it works, absolute: `modules/` in it has the plugins, `data/` is its own. */
  readonly folder: string;
  /** `postgres@127.0.0.1:34567/nakama`; its tables are made. */
  readonly address: string;
  /** Files of Nakama's configuration, absolute; ports, paths and the form of the log are ours all the same. */
  readonly config: readonly string[];
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly ports: ServerPorts;
  /** So long may it take until it answers. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  /** Called with each line that it prints. */
  readonly onLine?: (line: string) => void;
}

/** On this computer alone: the server counts the ports of gRPC from these. */
export interface ServerPorts {
  readonly http: number;
  readonly console: number;
}

/** A server that answers. */
export interface RunningServer {
  readonly program: RunningProgram;
  stop(): Promise<void>;
}

/** What became of a start. */
export type Start =
  | { readonly running: RunningServer; readonly lines: readonly string[] }
  /** It ended before it answered, or had to be ended: then it has printed what each goroutine did. */
  | {
      readonly running?: undefined;
      readonly end: ProgramEnd;
      readonly timedOut: boolean;
      readonly lines: readonly string[];
    };

const HOST = '127.0.0.1';

/** In order: matches are stopped, connections closed. */
const STOP: NodeJS.Signals = 'SIGTERM';
const GRACE_MS = 3_000;

/** Go prints every goroutine, and ends. */
const TELL_ALL: NodeJS.Signals = 'SIGQUIT';

/**
 * Ports that are free now, as the server wants them: gRPC is one before HTTP, that of the console three before.
 *
 * @param preferred Nakama's own, say; each is taken if it is free
 */
export async function freeServerPorts(preferred?: ServerPorts): Promise<ServerPorts> {
  return {
    http: await freePort([0, -1], preferred?.http),
    console: await freePort([0, -3], preferred?.console),
  };
}

/**
 * Makes the tables of a database, and the database if it is not there.
 *
 * @throws InputError with what the server says if it can't
 */
export async function migrate(
  { server, folder, address, env, signal }: Omit<ServerStart, 'config' | 'ports' | 'limitMs'>,
  database: string,
): Promise<void> {
  const [program = '', ...args] = [...commandOf(server), 'migrate', 'up', '--database.address', address];
  try {
    const { code, stdout, stderr } = await runProgram({ program, args, cwd: folder, env, signal });
    if (code === 0) return;
    throw notMigrated(database, `${stdout}\n${stderr}`);
  } catch (error) {
    throw startFailure(server.name, error);
  }
}

function notMigrated(database: string, output: string): InputError {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const fatal = lines.map(logEntry).find((entry) => entry?.level === 'fatal' || entry?.level === 'error');
  const says = fatal ? [fatal.msg, fatal.error].filter(Boolean).join(': ') : (lines.at(-1) ?? 'nothing');
  return new InputError([
    {
      file: database,
      message: `the server can't make its tables in this database: ${oneLine(says)}`,
      fix: 'name a database of Postgres that runs, with a user who may make tables: --database user:password@host:5432/nakama',
    },
  ]);
}

/**
 * Starts a server and waits until it answers, ends or takes too long.
 *
 * @throws InputError if its program can't be started; the signal's reason if it was aborted: then it has ended
 */
export async function startServer(start: ServerStart): Promise<Start> {
  const { server, folder, address, config, env, ports, limitMs, signal, onLine } = start;
  const [program = '', ...args] = [
    ...commandOf(server),
    ...config.flatMap((file) => ['--config', file]),
    ...['--data_dir', join(folder, 'data'), '--runtime.path', join(folder, 'modules')],
    ...['--database.address', address],
    ...['--socket.address', HOST, '--socket.port', String(ports.http)],
    ...['--console.address', HOST, '--console.port', String(ports.console)],
    ...['--logger.format', 'json', '--logger.stdout=true'],
  ];
  const running = await startProgram({ program, args, cwd: folder, env, onLine }).catch((error: unknown) => {
    throw startFailure(server.name, error);
  });
  const forgetOrphans = removeAfterUs(folder);
  const lines = running.lastLines();
  try {
    const answered = await answers(running, ports.http, { limitMs, signal });
    if (answered === 'yes') {
      const stop = async (): Promise<void> => {
        await running.stop(STOP, GRACE_MS);
        forgetOrphans();
      };
      return { running: { program: running, stop }, lines };
    }
    const end = answered === 'ended' ? await running.ended : await running.stop(TELL_ALL, GRACE_MS);
    forgetOrphans();
    return { end, timedOut: answered === 'timed out', lines };
  } catch (error) {
    await running.stop('SIGKILL', 0);
    forgetOrphans();
    throw error;
  }
}

function commandOf({ command = [], program = '' }: LoadServer): string[] {
  return [...command, program];
}

async function answers(
  running: RunningProgram,
  port: number,
  { limitMs, signal }: { readonly limitMs: number; readonly signal?: AbortSignal },
): Promise<'yes' | 'ended' | 'timed out'> {
  const limit = Date.now() + limitMs;
  let hasEnded = false;
  void running.ended.then(() => (hasEnded = true));
  for (;;) {
    signal?.throwIfAborted();
    if (hasEnded) return 'ended';
    if (Date.now() > limit) return 'timed out';
    if (await answersWell(`http://${HOST}:${port}/healthcheck`)) return 'yes';
    await new Promise((later) => setTimeout(later, 20));
  }
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
