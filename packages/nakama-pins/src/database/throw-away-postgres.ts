import { join } from 'node:path';
import { InputError } from '../input/problem';
import { type TempFolder, tempFolder } from '../input/temp-folder';
import { giveTo } from '../input/write-disk';
import { freePort } from '../module-proxy/network';
import { removeAfterUs } from '../toolchain/start-process';
import type { RunningProgram } from '../toolchain/start-program';
import type { Database } from './database';
import type { Postgres } from './find-postgres';
import { postgresUser } from './postgres-user';
import { runnablePostgres, type StartPostgres } from './runnable-postgres';

export interface ThrowAwayOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

const HOST = '127.0.0.1';

/** What a crash of the computer would lose is thrown away all the same. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** As `pg_ctl stop -m fast`: open connections are closed. */
const FAST_STOP: NodeJS.Signals = 'SIGINT';
const GRACE_MS = 3_000;

/** It takes a tenth of a second; on a computer with much to do, seconds. */
const READY_MS = 60_000;

/** In the log of every version since 9, in the language C. */
const READY = /database system is ready to accept connections/;

/**
 * Starts a Postgres with data of its own, which are thrown away when it stops or we end. It takes connections from this
 * computer alone, without a password: nothing in it is worth one.
 *
 * @throws InputError if it can't be started; the signal's reason if it was aborted
 */
export async function startThrowAwayPostgres(
  postgres: Postgres,
  { env, signal }: ThrowAwayOptions,
): Promise<Database> {
  const temp = tempFolder('nakama-database');
  let running: RunningProgram | undefined;
  try {
    const user = postgresUser();
    if (user) giveTo(temp.path, user);
    const start = await runnablePostgres(postgres, { folder: temp.path, env, user });
    const data = join(temp.path, 'data');
    await initialise(start, data, postgres, signal);
    const port = await freePort();
    const settings = [`listen_addresses=${HOST}`, 'unix_socket_directories=', ...FAST];
    const more = settings.flatMap((setting) => ['-c', setting]);
    running = await start('postgres', ['-D', data, '-p', String(port), ...more]);
    await ready(running, postgres, signal);
    return database(postgres, running, port, temp);
  } catch (error) {
    await running?.stop('SIGKILL', 0);
    temp.remove();
    throw error;
  }
}

async function initialise(
  start: StartPostgres,
  data: string,
  postgres: Postgres,
  signal: AbortSignal | undefined,
): Promise<void> {
  const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const making = await start('initdb', args);
  await untilAborted(making, making.ended, signal);
  const { code } = await making.ended;
  if (code !== 0) throw failed(postgres, 'initdb', making);
}

/** @throws InputError if it ends before it is ready, or takes too long */
async function ready(
  running: RunningProgram,
  postgres: Postgres,
  signal: AbortSignal | undefined,
): Promise<void> {
  const limit = Date.now() + READY_MS;
  let hasEnded = false;
  void running.ended.then(() => (hasEnded = true));
  while (!running.lastLines().some((line) => READY.test(line))) {
    signal?.throwIfAborted();
    if (hasEnded || Date.now() > limit) throw failed(postgres, 'postgres', running);
    await new Promise((later) => setTimeout(later, 10));
  }
}

/** Waits for a program, or ends it with the signal's reason. */
async function untilAborted(
  program: RunningProgram,
  work: Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const abort = (): void => void program.stop('SIGKILL', 0);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await work;
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function failed({ name }: Postgres, program: string, running: RunningProgram): InputError {
  const said = running.lastLines().filter((line) => line.trim() !== '');
  return new InputError([
    {
      file: name,
      message: `no database could be started: ${program} ended: ${said.slice(-5).join('; ') || 'it said nothing'}`,
      fix: 'remove what it names, or name a database: --database <address>',
    },
  ]);
}

function database({ name }: Postgres, running: RunningProgram, port: number, temp: TempFolder): Database {
  const forgetOrphans = removeAfterUs(temp.path);
  let isStopping = false;
  return {
    name,
    address: (called) => `postgres@${HOST}:${port}/${called}`,
    died: new Promise((died) => {
      void running.ended.then(() => isStopping || died(running.lastLines()));
    }),
    async stop() {
      isStopping = true;
      await running.stop(FAST_STOP, GRACE_MS);
      forgetOrphans();
      temp.remove();
    },
  };
}
