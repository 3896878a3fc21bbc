import { existsSync } from 'node:fs';
import type { BuilderOptions } from '../building/builder';
import { pluginPackages } from '../building/plugin-names';
import type { Refusal } from './server-log';
import type { Finding } from '../findings/finding';
import { InputError } from '../input/problem';
import type { Platform, Release } from '../releases/release-model';
import { toReport } from '../verify/judge';
import { moduleOpener } from '../verify/open-module';
import type { PluginFacts } from '../workspace/facts';
import { under, type Folders } from '../workspace/folders';
import { chooseServer, type ChosenServer } from './choose-server';
import { groupBy } from './group-by';
import { causesOf, notOpened, refusalFinding } from './load-findings';
import { openPlugins, proveThatItOpens, type PluginFile } from './open-plugins';
import type { LoadOutcome, LoadServer, OpenedPlugin, ServerChoice } from './load-outcome';

/** The same as of a builder, and which server it is. */
export type LoaderOptions = BuilderOptions & ServerChoice;

/** A module whose plugins were built. */
export interface BuiltModuleFolder {
  /** The module's folder, relative to the root, with `/` separators. */
  readonly dir: string;
  /** Where its `.so` are, relative to the root: a folder for each platform is in it; `dist/<dir>` unless given. */
  readonly outputDir?: string;
}

export interface LoadOptions {
  /** GOOS/GOARCH; those of nakama.json unless given. */
  readonly platforms?: readonly Platform[];
}

/** Has real servers open built plugins. */
export interface Loader {
  /**
   * Opens the plugins of modules in one server process for each platform, as a server with all of them would.
   *
   * @returns for each module what became of its own plugins, in the order given; a platform whose programs can't be run
   * here is no proof, and named
   * @throws InputError where a plugin is not built, or no server can be had; the signal's reason where it was aborted
   */
  open(modules: readonly BuiltModuleFolder[], options?: LoadOptions): Promise<LoadOutcome[]>;
}

interface Subject {
  readonly facts: PluginFacts;
  readonly release: Release;
  readonly platforms: readonly Platform[];
  readonly outputDir: string;
  readonly folders: Folders;
}

/** @throws InputError where `release` is not known */
export function createLoader(options: LoaderOptions): Loader {
  const open = moduleOpener(options);
  const servers = new Servers(options);

  function subjectOf({ dir, outputDir }: BuiltModuleFolder, { platforms }: LoadOptions): Subject {
    const { facts, release, reader } = open(dir);
    if (facts.kind === 'library') throw isLibrary(facts);
    return {
      facts,
      release,
      platforms: [...new Set(platforms ?? facts.platforms)].sort(),
      outputDir: outputDir ?? under('dist', dir),
      folders: reader.folders,
    };
  }

  return {
    async open(modules, loadOptions = {}) {
      const subjects = modules.map((module) => subjectOf(module, loadOptions));
      const outcomes = new Map<Subject, LoadOutcome>();
      // Plugins for different releases never meet in one server.
      for (const group of groupBy(subjects, ({ release }) => release.version)) {
        for (const [subject, outcome] of await openGroup(group, servers)) outcomes.set(subject, outcome);
      }
      return subjects.flatMap((subject) => outcomes.get(subject) ?? []);
    },
  };
}

/** Servers that are ready, each shown to open plugins; asked for once. */
class Servers {
  private readonly known = new Map<string, Promise<ChosenServer>>();

  constructor(private readonly options: LoaderOptions) {}

  get(release: Release, platform: Platform): Promise<ChosenServer> {
    const key = `${release.version} ${platform}`;
    const server = this.known.get(key) ?? this.prepare(release, platform);
    this.known.set(key, server);
    return server;
  }

  private async prepare(release: Release, platform: Platform): Promise<ChosenServer> {
    const chosen = await chooseServer({ ...this.options, release, platform });
    if (chosen.server) await proveThatItOpens(chosen.server);
    return chosen;
  }
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
  /** What in the file itself speaks against it; only where something was refused. */
  readonly causes: readonly Finding[];
}

async function openGroup(group: readonly Subject[], servers: Servers): Promise<Map<Subject, LoadOutcome>> {
  const trials: Trial[] = [];
  for (const platform of [...new Set(group.flatMap((subject) => subject.platforms))].sort()) {
    const built = group
      .filter((subject) => subject.platforms.includes(platform))
      .flatMap((subject) => pluginFiles(subject, platform).map((file) => ({ subject, file, platform })));
    trials.push(...(await openOn(platform, built, servers)));
  }
  return new Map(
    group.map((subject) => [
      subject,
      outcomeOf(
        subject,
        trials.filter((trial) => trial.subject === subject),
      ),
    ]),
  );
}

async function openOn(
  platform: Platform,
  built: readonly Omit<Trial, 'causes'>[],
  servers: Servers,
): Promise<Trial[]> {
  const [first] = built;
  if (!first) return [];
  const { release } = first.subject;
  const chosen = await servers.get(release, platform);
  if (chosen.missing !== undefined) return built.map((plugin) => ({ ...plugin, none: chosen, causes: [] }));
  const { server } = chosen;
  const files = built.map(({ file }) => file);
  const refused = await openPlugins(server, files);
  const causes = refused.size > 0 ? causesOf(files, server, release) : undefined;
  return built.map((plugin) => {
    const refusal = refused.get(plugin.file.file);
    return {
      ...plugin,
      server,
      ...(refusal && { refusal }),
      causes: (refusal && causes?.get(plugin.file.file)) ?? [],
    };
  });
}

function outcomeOf({ facts, release }: Subject, trials: readonly Trial[]): LoadOutcome {
  const wasOpened = trials.some(({ server }) => server !== undefined);
  const findings = trials.flatMap(({ file: { file }, platform, server, none, refusal, causes }) => {
    if (none) return [notOpened(facts.dir, file, platform, none, !wasOpened)];
    if (!refusal || !server) return [];
    return [
      refusalFinding(facts.dir, file, refusal, server, causes),
      ...causes.map((cause) => ({ ...cause, dir: facts.dir })),
    ];
  });
  const report = toReport(facts, release.version, findings, 'loaded');
  const opened = trials.flatMap(({ file: { file }, platform, server, refusal }): OpenedPlugin[] =>
    server && !refusal ? [{ platform, file, server: server.name }] : [],
  );
  return { dir: facts.dir, module: report.module, release: release.version, opened, report };
}

/** The built files of a module for a platform. */
function pluginFiles({ facts, outputDir, folders }: Subject, platform: Platform): PluginFile[] {
  return pluginPackages(facts).map(({ name }) => {
    const file = under(outputDir, `${platform.replace('/', '-')}/${name}.so`);
    const absPath = folders.absolute(file);
    if (!existsSync(absPath)) throw notBuilt(facts, file);
    return { file, absPath };
  });
}

function notBuilt({ dir }: PluginFacts, file: string): InputError {
  return new InputError([
    { file, message: 'there is no built plugin to open', fix: `build it first: nakama-pins build ${dir}` },
  ]);
}

function isLibrary({ goMod, dir }: PluginFacts): InputError {
  return new InputError([
    {
      file: goMod.file,
      message: `${dir} is a library: no server opens it by itself`,
      fix: 'open the plugins that use it',
    },
  ]);
}
