import { statSync } from 'node:fs';
import { posix } from 'node:path';
import { DATABASE_VARIABLE, parseDatabaseAddress } from '../database/database-address';
import { parseDotEnv } from '../images/dot-env';
import type { JsonFile } from '../input/json-file';
import type { JsonPath } from '../input/json-tree';
import { InputError, type Problem, ProblemList } from '../input/problem';
import { type Folders, isInside, under } from './folders';
import { NAKAMA_JSON, type NakamaJson, type ServerSection, SettingsReader } from './nakama-json';

/** The unit that is started: what a nakama.json with a server project says, its paths from the workspace root. */
export interface ServerProject {
  readonly dir: string;
  /** The names of its plugins as they are written; undefined stands for all of its release and name. */
  readonly plugins?: readonly string[];
  /** What lies beside the plugins. */
  readonly files: readonly ServerFile[];
  readonly config: readonly string[];
  /** What the server sees, `NAME=VALUE`; later ones win. */
  readonly env: readonly string[];
  readonly envFile?: string;
  readonly ports: { readonly http?: number; readonly console?: number };
  /** The address of a database. */
  readonly database?: string;
  /** A problem at a value of it. */
  problemAt(path: JsonPath, problem: Omit<Problem, 'file' | 'position'>): Problem;
}

/** A file that a server finds beside its plugins. */
export interface ServerFile {
  /** Relative to the workspace root. */
  readonly from: string;
  /** Relative to runtime.path. */
  readonly to: string;
}

const ENV_MAX_BYTES = 1024 * 1024;

/**
 * The server project in a folder; undefined if there is none.
 *
 * @param folders that have read nothing yet which may have changed
 * @throws InputError with each value that can't be used
 */
export function readServerProject(folders: Folders, dir: string): ServerProject | undefined {
  const json = new SettingsReader(folders).ownFile(dir);
  const section = json?.value.server;
  if (!json || typeof section !== 'object') return undefined;
  const problems = new ProblemList();
  const reader = new SectionReader(folders, dir, section, json, problems);
  const { ports = {}, plugins } = section;
  const project: ServerProject = {
    dir,
    ...(plugins && { plugins }),
    files: reader.files(),
    config: reader.config(),
    ...reader.variables(),
    ports: reader.ports(ports),
    problemAt: (path, problem) => reader.problem(path, problem),
  };
  problems.throwIfAny();
  return project;
}

/** Nakama's own; beside another port for HTTP the console has the next one. */
export function preferredPorts({ http = 7350, console = http + 1 }: ServerProject['ports']): {
  readonly http: number;
  readonly console: number;
} {
  return { http, console };
}

class SectionReader {
  constructor(
    private readonly folders: Folders,
    private readonly dir: string,
    private readonly section: ServerSection,
    private readonly json: JsonFile<NakamaJson>,
    private readonly problems: ProblemList,
  ) {}

  problem(path: JsonPath, problem: Omit<Problem, 'file' | 'position'>): Problem {
    const position = this.json.positionOf(['server', ...path]);
    return { file: under(this.dir, NAKAMA_JSON), position, ...problem };
  }

  files(): ServerFile[] {
    const taken = new Map<string, string>();
    return (this.section.files ?? []).flatMap((name, i) => {
      const from = this.inside(name, ['files', i]);
      const kind = from === undefined ? undefined : this.kindOf(from, name, ['files', i]);
      if (from === undefined || kind === undefined) return [];
      const base = posix.basename(from);
      const placed = kind === 'file' ? [{ from, to: base }] : this.below(from, '');
      return placed.filter(({ from: file, to }) => this.isUsable(file, to, i, taken));
    });
  }

  config(): string[] {
    return (this.section.config ?? []).flatMap((name, i) => {
      const path = ['config', i];
      const file = this.inside(name, path);
      const kind = file === undefined ? undefined : this.kindOf(file, name, path);
      if (kind === 'folder') {
        this.add(path, { message: `"${name}" is a folder`, expected: 'a file of configuration' });
      }
      return file !== undefined && kind === 'file' ? [file] : [];
    });
  }

  /** The committed ones, then those of the file, which may be missing. */
  variables(): Pick<ServerProject, 'env' | 'envFile' | 'database'> {
    const { env = {}, envFile: name, database } = this.section;
    const file = name === undefined ? undefined : this.inside(name, ['envFile']);
    const isThere = file !== undefined && this.folders.has(posix.dirname(file), posix.basename(file));
    const text = isThere ? this.folders.text(file, ENV_MAX_BYTES) : '';
    const { [DATABASE_VARIABLE]: ofFile, ...secret } = parseDotEnv(text, file ?? '');
    const all = {
      ...env,
      ...Object.fromEntries(Object.entries(secret).map(([key, traced]) => [key, traced.value])),
    };
    const address = ofFile?.value || this.database(database);
    return {
      env: Object.entries(all).map(([key, value]) => `${key}=${value}`),
      ...(file !== undefined && { envFile: file }),
      ...(address !== undefined && { database: address }),
    };
  }

  ports(ports: ServerProject['ports']): ServerProject['ports'] {
    const { http, console } = preferredPorts(ports);
    const own = [http, http - 1, console, console - 3];
    if (new Set(own).size < own.length) {
      this.add(['ports'], {
        message: `the ports collide: gRPC has ${http - 1}, one below http, and the console's gRPC ${console - 3}, three below console`,
        found: `http ${http}, console ${console}`,
        fix: `write for example "http": ${http}, "console": ${http + 1}`,
      });
    }
    return ports;
  }

  private database(address: string | undefined): string | undefined {
    if (address === undefined) return undefined;
    const login = parseDatabaseAddress(address)?.login;
    if (login === undefined) {
      this.add(['database'], {
        message: 'this is no address of a database',
        expected: 'user@host:port/name',
        fix: 'write for example "postgres@127.0.0.1:5432/nakama"',
      });
    } else if (login.includes(':')) {
      this.add(['database'], {
        message: 'the address has a password, which is a secret and would be committed',
        expected: 'user@host:port/name',
        fix: `write it as ${DATABASE_VARIABLE}=… into the file that "envFile" names, such as .env, and delete "database"`,
      });
    }
    return address;
  }

  /** From the workspace root; undefined if it leads out. */
  private inside(name: string, path: JsonPath): string | undefined {
    const file = posix.join(this.dir, name);
    if (isInside(file)) return file;
    this.add(path, { message: `"${name}" leads out of the workspace`, fix: 'copy it into the workspace' });
    return undefined;
  }

  private kindOf(file: string, name: string, path: JsonPath): 'file' | 'folder' | undefined {
    const stat = statSync(this.folders.absolute(file), { throwIfNoEntry: false });
    if (stat?.isDirectory()) return 'folder';
    if (stat?.isFile()) return 'file';
    const message = stat ? `"${name}" is no file and no folder` : `"${name}" is not there`;
    this.add(path, {
      message,
      expected: `a path from ${this.dir === '.' ? 'the workspace root' : this.dir}`,
      fix: `make ${file}, or delete "${name}" from the list`,
    });
    return undefined;
  }

  /** All files in a folder and below it. */
  private below(folder: string, to: string): ServerFile[] {
    const { files, folders } = this.folders.list(folder) ?? { files: [], folders: [] };
    return [
      ...files.map((name) => ({ from: posix.join(folder, name), to: posix.join(to, name) })),
      ...folders.flatMap((name) => this.below(posix.join(folder, name), posix.join(to, name))),
    ];
  }

  private isUsable(file: string, to: string, i: number, taken: Map<string, string>): boolean {
    const other = taken.get(to);
    if (other !== undefined) {
      this.add(['files', i], {
        message: `${file} and ${other} have one place beside the plugins: ${to}`,
        fix: 'rename one of the two, or take it out of the list',
      });
      return false;
    }
    taken.set(to, file);
    if (!to.endsWith('.so')) return true;
    this.add(['files', i], {
      message: `${file} is a plugin, which the server would open unjudged`,
      fix: 'name the folder of its Go module under "plugins"; if a plugin opens it, name it under "opens"',
    });
    return false;
  }

  private add(path: JsonPath, problem: Omit<Problem, 'file' | 'position'>): void {
    this.problems.add(() => this.problem(path, problem));
  }
}

/** The server project of a folder must be there. */
export function requireServerProject(folders: Folders, dir: string): ServerProject {
  const project = readServerProject(folders, dir);
  if (project) return project;
  throw new InputError([
    {
      file: under(dir, NAKAMA_JSON),
      message: 'this folder is no server project any more',
      fix: 'write "server": {} into its nakama.json',
    },
  ]);
}
