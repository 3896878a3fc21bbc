import { realpathSync } from 'node:fs';
import type { ChosenDatabase, Database } from '../database/database';
import { renderFindings } from '../findings/render/text';
import { InputError } from '../input/problem';
import { type TempFolder, tempFolder } from '../input/temp-folder';
import { watchFolders } from '../input/watch-folders';
import type { Servers } from '../loading/choose-server';
import { pluginFiles } from '../loading/load-modules';
import type { LoadServer } from '../loading/load-outcome';
import type { BuiltModule } from '../loading/on-each-platform';
import type { Platform } from '../releases/release-model';
import type { Surroundings } from '../toolchain/tools';
import { moduleOutcome } from '../verify/judge';
import { ReadableLog } from './log-line';
import { serverEnvironment } from './server-environment';
import { blamed, configFiles, type GivenPlugins, placePlugins, stackModules } from './server-folder';
import { placeFiles, servedPorts, type ServerGiven } from './server-given';
import { readStartFailure, type StartFailure } from './start-failure';
import { failureFindings } from './start-findings';
import { readStartLog } from './start-log';
import type { StartOptions } from './start-options';
import { migrate, type RunningServer, type ServerPorts, startServer } from './start-server';
import { registeredLines } from './start-text';

/** How a server is served. */
export type ServeOptions = Pick<
  StartOptions,
  'server' | 'binary' | 'emulator' | 'database' | 'config' | 'env' | 'timeout'
> & {
  /** Lines of the server's log as it prints them, in JSON. */
  readonly raw?: boolean;
  readonly color: boolean;
};

/** What building made of the plugins. */
export interface ServedBuild {
  /** The modules that were built; undefined if one can't be: then it was said why. */
  readonly modules: readonly BuiltModule[] | undefined;
  /** Tells one build from another: the same plugins have the same. */
  readonly mark: string;
  /** What a server project gives besides, as it is now. */
  readonly given?: ServerGiven;
}

/** What serving needs besides its options. */
export interface ServeParts {
  readonly around: Surroundings;
  readonly servers: Servers;
  readonly database: () => Promise<ChosenDatabase>;
  /** Builds and checks the plugins as they are now. */
  readonly build: () => Promise<ServedBuild>;
  /** Folders with what they are built from, absolute. */
  readonly folders: readonly string[];
  /** Folders of which only the files in themselves count, absolute. */
  readonly foldersAlone?: readonly string[];
  /** Whether a change counts, by its path in one of the folders. */
  readonly counts: (path: string) => boolean;
  readonly print: (line: string) => void;
}

const LIMIT_SECONDS = 60;

/** A server that ends sooner would do so again. */
const SOON_MS = 10_000;

/**
 * Builds plugins and runs a server with them, and again after each change, until the signal is aborted. Plugins that can't
 * be built, or would not load, leave the server as it is.
 *
 * @throws InputError if there is no server or no database, or the server does not start for a reason that is none of the
 * plugins'; the signal's reason
 */
export async function serve(options: ServeOptions, parts: ServeParts): Promise<never> {
  const { around, folders, foldersAlone, counts, print } = parts;
  const changes = watchFolders(folders, counts, foldersAlone);
  const aborted = untilAborted(around.signal);
  const server = new Served(options, parts);
  try {
    for (;;) {
      const { modules, mark, given } = await parts.build();
      if (!modules) print(server.isRunning ? '✘ the server runs on as it was' : '✘ no server runs');
      else if (mark !== server.mark || !server.isRunning) {
        await server.restart(modules, mark, given);
      }
      print('watching for changes; Ctrl-C ends');
      const what = await Promise.race([changes.next(), server.died(), aborted]);
      if (what === 'database') throw databaseDied();
    }
  } finally {
    changes.close();
    await server.stop();
  }
}

/** The server of a run: one at a time, on the same ports and database. */
class Served {
  private running: RunningServer | undefined;
  private folder: TempFolder | undefined;
  private ports: ServerPorts | undefined;
  private since = 0;
  /** Of the plugins that it was started with last. */
  mark = '';

  private readonly log: ReadableLog;

  constructor(
    private readonly options: ServeOptions,
    private readonly parts: ServeParts,
  ) {
    this.log = new ReadableLog(options);
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  async restart(modules: readonly BuiltModule[], mark: string, more?: ServerGiven): Promise<void> {
    const { options, parts } = this;
    const { print, around } = parts;
    const [server, given] = await this.forHere(modules);
    const database = await this.database();
    await this.stop();
    this.mark = mark;
    this.ports ??= await servedPorts(more);
    const temp = tempFolder('nakama-serve');
    this.folder = temp;
    const folder = realpathSync(temp.path);
    placePlugins(given, folder);
    placeFiles(around.root, more?.files ?? [], folder);
    const limitMs = (options.timeout ?? LIMIT_SECONDS) * 1000;
    const start = {
      ...{ server, folder, limitMs, ports: this.ports, signal: around.signal },
      address: database.address('nakama'),
      config: configFiles(around.root, [...(more?.config ?? []), ...(options.config ?? [])]),
      env: serverEnvironment(around.env, [...(more?.env ?? []), ...(options.env ?? [])]),
      onLine: (line: string) => this.say(line),
    };
    await migrate(start, database.name);
    const result = await startServer(start);
    if (!result.running) {
      const failure = readStartFailure(result, given.flatMap(stackModules));
      print(this.why(failure, given, server, limitMs));
      await this.stop();
      return;
    }
    this.running = result.running;
    this.since = Date.now();
    for (const line of registeredLines(readStartLog(result.lines))) print(line);
    print(
      `✔ ${server.name} serves HTTP and sockets on http://127.0.0.1:${this.ports.http}, gRPC on 127.0.0.1:${this.ports.http - 1}, its console on http://127.0.0.1:${this.ports.console}, with ${database.name}`,
    );
  }

  /** Resolves when a part ends by itself; the server is then not running any more. */
  async died(): Promise<'server' | 'database'> {
    const { running } = this;
    const lease = await this.parts.database();
    const ofDatabase = lease.database?.died.then(() => 'database' as const) ?? never;
    if (!running) return ofDatabase;
    const ofServer = running.program.ended.then(async ({ code, killedBy }) => {
      if (this.running !== running) return never;
      const isAgain = Date.now() - this.since > SOON_MS;
      const then = isAgain ? 'it is started again' : 'it is started again after the next change';
      this.parts.print(`✘ the server has ended by itself (${killedBy ?? `exit code ${code}`}): ${then}`);
      await this.stop();
      return isAgain ? ('server' as const) : never;
    });
    return Promise.race([ofServer, ofDatabase]);
  }

  async stop(): Promise<void> {
    const { running, folder } = this;
    this.running = undefined;
    await running?.stop();
    folder?.remove();
    this.folder = undefined;
  }

  private say(line: string): void {
    const text = this.options.raw ? line : this.log.line(line);
    if (text !== undefined) this.parts.print(text);
  }

  /** The server for a platform that runs here, and the plugins for it. */
  private async forHere(modules: readonly BuiltModule[]): Promise<[LoadServer, GivenPlugins[]]> {
    const { binary, emulator, server: kind = 'auto' } = this.options;
    const [first] = modules;
    if (!first) throw new Error('there is no module to serve');
    const { facts, release } = first.module;
    const platform = facts.platforms.find((named) => named === HERE) ?? facts.platforms[0] ?? HERE;
    const server = kind === 'auto' && binary === undefined ? 'module' : kind;
    const chosen = await this.parts.servers({ release, platform, choice: { binary, emulator, server } });
    if (chosen.missing !== undefined) throw isMissing(`Nakama ${release.version}`, chosen);
    const given = modules.map(({ module, outputDir }) => ({
      subject: module,
      files: pluginFiles({ ...module, outputDir }, platform),
    }));
    return [chosen.server, given];
  }

  private async database(): Promise<Database> {
    const chosen = await this.parts.database();
    if (chosen.missing !== undefined) throw isMissing('--database', chosen);
    return chosen.database;
  }

  private why(
    failure: StartFailure,
    given: readonly GivenPlugins[],
    server: LoadServer,
    limitMs: number,
  ): string {
    const module = failure.kind === 'server' ? undefined : blamed(failure, given);
    if (failure.kind === 'server' || !module) {
      const says = failure.kind === 'server' ? failure.says : 'it ends with one of its plugins';
      return `✘ the server does not start: ${says}`;
    }
    const { facts, release } = module.subject;
    const findings = failureFindings(facts, { failure, server, release, files: module.files, limitMs });
    return renderFindings(moduleOutcome(facts, release, findings, 'started'), { color: this.options.color });
  }
}

const HERE: Platform = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

const never = new Promise<never>(() => undefined);

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  const aborted = new Promise<never>((_, fail) => {
    const end = (): void => fail(signal?.reason as Error);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
  // It is looked at only while nothing else is done.
  aborted.catch(() => undefined);
  return aborted;
}

function isMissing(file: string, { missing, fix }: { missing: string; fix: string }): InputError {
  return new InputError([{ file, message: `no server can be started: ${missing}`, fix }]);
}

function databaseDied(): InputError {
  return new InputError([
    {
      file: 'Postgres',
      message: 'the database has ended by itself, and the server with it',
      fix: 'start again',
    },
  ]);
}
