import { realpathSync } from 'node:fs';
import type { ChosenDatabase, Database } from '../database/database';
import type { Finding } from '../findings/finding';
import { InputError } from '../input/problem';
import { tempFolder } from '../input/temp-folder';
import type { Servers } from '../loading/choose-server';
import { noServerFinding } from '../loading/load-findings';
import { pluginFiles } from '../loading/load-modules';
import type { LoadServer } from '../loading/load-outcome';
import { type BuiltModule, onEachPlatform, type Subject } from '../loading/on-each-platform';
import { firstFailing } from '../loading/placed-plugins';
import type { Platform } from '../releases/release-model';
import type { Surroundings } from '../toolchain/tools';
import { moduleOutcome } from '../verify/judge';
import { serverEnvironment } from './server-environment';
import {
  blamed,
  configFiles,
  type GivenPlugins,
  ownPlugins,
  placePlugins,
  stackModules,
} from './server-folder';
import { placeFiles, type ServerGiven } from './server-given';
import { readStartFailure, type StartFailure } from './start-failure';
import { type FailedStart, failureFindings } from './start-findings';
import { readStartLog } from './start-log';
import type { StartOptions } from './start-options';
import type { Started, StartOutcome } from './start-outcome';
import { freeServerPorts, migrate, startServer } from './start-server';

/** What a start needs besides the plugins. */
export interface StartParts {
  readonly around: Surroundings;
  readonly servers: Servers;
  readonly database: () => Promise<ChosenDatabase>;
  /** What a server project gives besides plugins. */
  readonly given?: ServerGiven;
}

/** A start makes tables, opens plugins and runs InitModule: two seconds; under an emulator twenty. */
const LIMIT_SECONDS = 60;

/**
 * Starts a real server with the plugins of modules, one for each platform, waits until it answers, and stops it. A module
 * that keeps it from starting is left out, and the others are started again without it.
 *
 * @param built modules of one server, and so of one release, that `notToOpen` has nothing against
 * @returns for each module its outcome, in the order given; a platform whose programs can't be run here gives no proof,
 * and is named
 * @throws InputError if a plugin is not built, no server is available, or it does not start for a reason that is none of
 * the plugins'; the signal's reason if it was aborted
 */
export async function startModules(
  built: readonly BuiltModule[],
  options: StartOptions,
  parts: StartParts,
): Promise<StartOutcome[]> {
  return onEachPlatform(
    built,
    options.platforms,
    (platform, subjects) => {
      const given = subjects.map((subject) => ({ subject, platform, files: pluginFiles(subject, platform) }));
      return startOn(platform, given, options, parts);
    },
    outcomeOf,
  );
}

interface Given extends GivenPlugins {
  readonly subject: Subject;
  readonly platform: Platform;
}

/** What became of it. */
interface Trial extends Given {
  readonly started?: Started;
  /** Why nothing was started at all. */
  readonly none?: { readonly missing: string; readonly fix: string };
  readonly failed?: FailedStart;
}

async function startOn(
  platform: Platform,
  given: readonly Given[],
  options: StartOptions,
  { around, servers, database, given: more }: StartParts,
): Promise<Trial[]> {
  const [first] = given;
  if (!first) return [];
  const { release } = first.subject;
  const { binary, emulator, server: kind = 'auto' } = options;
  const choice = {
    binary,
    emulator,
    server: kind === 'auto' && binary === undefined ? 'module' : kind,
  } as const;
  const chosen = await servers({ release, platform, choice });
  if (chosen.missing !== undefined) return given.map((module) => ({ ...module, none: chosen }));
  const ready = await database();
  if (ready.missing !== undefined) return given.map((module) => ({ ...module, none: ready }));
  const { server } = chosen;
  const limitMs = (options.timeout ?? LIMIT_SECONDS) * 1000;
  const attempt = (some: readonly Given[]): Promise<Attempt> =>
    startOnce(some, { server, database: ready.database, limitMs, around, options, more });
  const trials: Trial[] = [];
  let left = given;
  while (left.length > 0) {
    const { started, failure } = await attempt(left);
    if (started) {
      trials.push(
        ...left.map((module) => ({
          ...module,
          started: { ...started, files: ownPlugins(module).map(({ file }) => file) },
        })),
      );
      break;
    }
    if (failure.kind === 'server') throw doesNotStart(server, failure.says);
    const culprit =
      blamed(failure, left) ??
      (await firstFailing(left, async (some) => (await attempt(some)).started === undefined));
    const failed = { failure, server, release, files: culprit.files, limitMs };
    trials.push({ ...culprit, failed });
    left = left.filter((module) => module !== culprit);
  }
  return trials;
}

type Attempt =
  | { readonly started: Omit<Started, 'files'>; readonly failure?: undefined }
  | { readonly started?: undefined; readonly failure: StartFailure };

interface AttemptParts {
  readonly server: LoadServer;
  readonly database: Database;
  readonly limitMs: number;
  readonly around: Surroundings;
  readonly options: StartOptions;
  readonly more: ServerGiven | undefined;
}

let starts = 0;

/** One start of the server, with tables of its own. */
async function startOnce(
  modules: readonly Given[],
  { server, database, limitMs, around: { root, env, signal }, options, more }: AttemptParts,
): Promise<Attempt> {
  const temp = tempFolder('nakama-start');
  const folder = realpathSync(temp.path);
  try {
    placePlugins(modules, folder);
    placeFiles(root, more?.files ?? [], folder);
    const start = {
      server,
      folder,
      address: database.address(`nakama_${process.pid}_${++starts}`),
      config: configFiles(root, [...(more?.config ?? []), ...(options.config ?? [])]),
      env: serverEnvironment(env, [...(more?.env ?? []), ...(options.env ?? [])]),
      signal,
    };
    await migrate(start, database.name);
    const result = await startServer({ ...start, ports: await freeServerPorts(), limitMs });
    if (!result.running) return { failure: readStartFailure(result, modules.flatMap(stackModules)) };
    await result.running.stop();
    const { registered, initMs } = readStartLog(result.lines);
    const initSeconds = initMs === undefined ? null : Math.round(initMs / 100) / 10;
    const names = { platform: server.platform, server: server.name, database: database.name };
    return { started: { ...names, initSeconds, registered } };
  } finally {
    temp.remove();
  }
}

function doesNotStart({ name }: LoadServer, says: string): InputError {
  return new InputError([
    {
      file: name,
      message: `the server does not start, and no plugin is to blame: ${says}`,
      fix: 'correct what it names: its configuration (--config), its database (--database), or its program (--binary)',
    },
  ]);
}

function outcomeOf({ facts, release }: Subject, trials: readonly Trial[]): StartOutcome {
  const hasStarted = trials.some(({ none }) => none === undefined);
  const findings = trials.flatMap(({ files, platform, none, failed }): Finding[] => {
    if (none)
      return [noServerFinding('started', facts.dir, files[0]?.file ?? '', platform, none, !hasStarted)];
    return failed ? failureFindings(facts, failed) : [];
  });
  const started = trials.flatMap((trial) => trial.started ?? []);
  return { ...moduleOutcome(facts, release, findings, 'started'), started };
}
