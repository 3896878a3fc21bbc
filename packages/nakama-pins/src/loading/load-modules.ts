import { existsSync } from 'node:fs';
import { readOpened } from '../artifact/read-opened';
import type { Finding, Proof } from '../findings/finding';
import type { Outcome } from '../findings/outcome';
import { InputError } from '../input/problem';
import type { Platform } from '../releases/release-model';
import { judge, moduleOutcome } from '../verify/judge';
import type { OpenModule } from '../verify/open-module';
import { forPlatforms } from '../verify/wanted-platforms';
import type { PluginFacts } from '../workspace/facts';
import { pluginFile, pluginPackages } from '../workspace/plugin-files';
import type { Servers } from './choose-server';
import { causesOf, noServerFinding, refusalFinding } from './load-findings';
import type { LoadOptions } from './load-options';
import type { LoadOutcome, LoadServer, OpenedPlugin, ServerChoice } from './load-outcome';
import { type BuiltModule, onEachPlatform, type Subject } from './on-each-platform';
import { openPlugins, type PluginFile } from './open-plugins';
import type { Refusal } from './server-log';

/**
 * What keeps a module from being given to a server at all, as its outcome: no package is a plugin, or a platform is none
 * of the server's. A server that gets no file says nothing, which would look like success.
 *
 * @returns undefined if it can be opened
 * @throws InputError if it is a library
 */
export function notToOpen(
  opened: OpenModule,
  { platforms }: Pick<LoadOptions, 'platforms'>,
  proof: Proof,
): Outcome | undefined {
  if (opened.facts.kind === 'library') throw isLibrary(opened.facts);
  const { module, refused } = forPlatforms(opened, platforms);
  const { facts, release, releases } = module;
  const missing =
    pluginPackages(facts).length === 0
      ? judge(facts, release, releases).findings.filter(({ id }) => id === 'init-module')
      : [];
  const findings = [...refused, ...missing];
  if (findings.length === 0) return undefined;
  return moduleOutcome(facts, release, findings, proof);
}

function isLibrary({ goMod, dir }: PluginFacts): InputError {
  return new InputError([
    {
      file: goMod.file,
      message: `${dir} is a library: no server opens it alone`,
      fix: 'open the plugins that use it',
    },
  ]);
}

/**
 * Has a real server open the plugins of modules in one process for each platform, as a server with all of them would.
 *
 * @param built modules of one server, and so of one release, that `notToOpen` has nothing against
 * @returns for each module the outcome of its own plugins, in the order given; a platform whose programs can't be run
 * here gives no proof, and is named
 * @throws InputError if a plugin is not built, a file that it opens is missing, or no server is available; the signal's reason if it was aborted
 */
export async function loadModules(
  built: readonly BuiltModule[],
  { platforms, ...choice }: LoadOptions,
  servers: Servers,
): Promise<LoadOutcome[]> {
  return onEachPlatform(
    built,
    platforms,
    (platform, subjects) => {
      const plugins = subjects.flatMap((subject) =>
        pluginFiles(subject, platform).map((file) => ({ subject, file, platform })),
      );
      return openOn(platform, plugins, choice, servers);
    },
    outcomeOf,
  );
}

/** What became of one plugin on one platform. */
interface Trial {
  readonly subject: Subject;
  readonly file: PluginFile;
  readonly platform: Platform;
  readonly server?: LoadServer;
  /** Why it was not opened at all. */
  readonly none?: { readonly missing: string; readonly fix: string };
  readonly refusal?: Refusal;
  /** What is wrong in the file itself; only if something was refused. */
  readonly causes: readonly Finding[];
}

async function openOn(
  platform: Platform,
  built: readonly Omit<Trial, 'causes'>[],
  choice: ServerChoice,
  servers: Servers,
): Promise<Trial[]> {
  const [first] = built;
  if (!first) return [];
  const { release } = first.subject;
  const chosen = await servers({ release, platform, choice });
  if (chosen.missing !== undefined) return built.map((plugin) => ({ ...plugin, none: chosen, causes: [] }));
  const { server } = chosen;
  const files = built.map(({ file }) => file);
  const refused = await openPlugins(server, files);
  const causes = refused.size > 0 ? causesOf(files, server, release) : undefined;
  return built.map((plugin) => {
    const { file, openedBy } = plugin.file;
    if (openedBy !== undefined && refused.has(openedBy)) return { ...plugin, causes: [] };
    const refusal = refused.get(file);
    return {
      ...plugin,
      server,
      ...(refusal && { refusal }),
      causes: (refusal && causes?.get(file)) ?? [],
    };
  });
}

function outcomeOf({ facts, release }: Subject, trials: readonly Trial[]): LoadOutcome {
  const wasOpened = trials.some(({ server }) => server !== undefined);
  const findings = trials.flatMap(({ file: { file }, platform, server, none, refusal, causes }) => {
    if (none) return [noServerFinding('loaded', facts.dir, file, platform, none, !wasOpened)];
    if (!refusal || !server) return [];
    return [
      refusalFinding(facts.dir, file, refusal, server, causes),
      ...causes.map((cause) => ({ ...cause, dir: facts.dir })),
    ];
  });
  const opened = trials.flatMap(({ file: { file }, platform, server, refusal }): OpenedPlugin[] =>
    server && !refusal ? [{ platform, file, server: server.name }] : [],
  );
  return { ...moduleOutcome(facts, release, findings, 'loaded'), opened };
}

/**
 * The built files of a module for a platform, each with what it opens.
 *
 * @throws InputError if one is not there
 */
export function pluginFiles(
  { facts, outputDir, reader }: OpenModule & { readonly outputDir: string },
  platform: Platform,
): PluginFile[] {
  const absolute = (file: string): string => reader.folders.absolute(file);
  const opened = readOpened(facts.opens ?? [], { absolute }, platform);
  return pluginPackages(facts).flatMap(({ name }, i) => {
    const file = pluginFile(outputDir, platform, name);
    const absPath = absolute(file);
    if (!existsSync(absPath)) throw notBuilt(facts, file);
    return [
      { file, absPath },
      // What two plugins of a module open is the same.
      ...(i > 0 ? [] : opened).map((other) => ({ file: other.file, absPath: other.absPath, openedBy: file })),
    ];
  });
}

function notBuilt({ dir }: PluginFacts, file: string): InputError {
  return new InputError([
    {
      file,
      message: 'there is no built plugin to open',
      fix: `build it first: npx nakama-pins build ${dir}`,
    },
  ]);
}
