import type { ArtifactOutcome } from '../artifact/check-artifacts';
import type { BuildOptions } from '../building/build-options';
import type { BuildOutcome } from '../building/build-outcome';
import type { Proof } from '../findings/finding';
import { type Outcome, unjudged } from '../findings/outcome';
import type { LintOptions } from '../go-targets/lint-module';
import type { TestOptions } from '../go-targets/test-flags';
import type { TidyOutcome } from '../go-targets/tidy-outcome';
import { distinct } from '../input/distinct';
import type { ProgressEvent } from '../input/progress';
import type { StartOutcome } from '../live/start-outcome';
import type { LoadOptions } from '../loading/load-options';
import type { LoadOutcome } from '../loading/load-outcome';
import type { GetOutcome } from '../pinning/get/get-outcome';
import type { OutdatedOutcome } from '../pinning/get/outdated';
import type { PinOutcome } from '../pinning/pin-outcome';
import type { Catalog } from '../releases/catalog';
import { eachModule, WITH_GO } from '../verify/each-module';
import { findPluginModules, type FoundModule } from '../verify/find-modules';
import { demandsOfModule, Meeting } from '../verify/meeting';
import { ModuleOpener, type OpenModule } from '../verify/open-module';
import { verifyCompiled, verifyDeclared, verifyOnline } from '../verify/verify-module';
import type { Demands } from '../workspace/rivals';
import { checkArguments, fromRoot, FUNCTION, PATHS, required } from './arguments';
import { artifactRun } from './artifact-run';
import { endOf, type Sought, type WorkspaceRun } from './ends';
import { lateParts } from './late-parts';
import type { ServerRun, ServerWork } from './load-run';
import { OPTIONS } from './method-options';
import { refuseOtherRelease } from './other-release';
import { outputFolders } from './output-folder';
import { compiledProofs, judgeTogether, once, type Opening, opening } from './verify-run';

/** How a workspace is opened. */
export interface WorkspaceOptions {
  /** The workspace root, absolute: paths are relative to it, and nakama.json is looked for no higher. */
  readonly root: string;
  /** Overrides every nakama.json: a version, `latest`, `3.40`. */
  readonly release?: string;
  /** The user's environment: PATH, proxies, caches; that of the process by default. It is not changed. */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends every program that runs, and every download; nothing is written after it. */
  readonly signal?: AbortSignal;
  /** Called with steps, downloads and how many modules are done. */
  readonly onProgress?: (event: ProgressEvent) => void;
}

/**
 * A workspace that is open for many commands: what is read, chosen and fetched once serves all of them. Folders are
 * relative to the root, with `/` separators. Every method throws the signal's reason if it was aborted, and InputError
 * if an argument can't be used; what is wrong in the workspace is a problem in its result.
 */
export interface OpenWorkspace {
  readonly catalog: Catalog;
  /** The plugin and library modules in and below the folders, and those that the folders themselves are. */
  modules(
    dirs: readonly string[],
    options?: { readonly only?: boolean },
  ): readonly {
    readonly dir: string;
    /** Undefined for a module that was named and looks like neither. */
    readonly kind?: 'plugin' | 'library';
    /** Folders of the others with its plugin path. */
    readonly samePath: readonly string[];
  }[];
  /** Will the server load them? */
  verify(
    dirs: readonly string[],
    options?: {
      /** Work on the folders themselves, not on what is below them; the same in every method. */
      readonly only?: boolean;
      /** The committed files alone, unless `compiled` is asked for. */
      readonly proof?: 'declared' | 'compiled';
      /** Read from GOPROXY what packages import of which nothing else tells it; the hashes of go.sum prove it. */
      readonly online?: boolean;
      /** Build tags in place of those of nakama.json. */
      readonly tags?: readonly string[];
      /** With `only`: folders of other plugins with the same module path. */
      readonly samePath?: readonly string[];
      /** With `only`: folders of other plugins of the server that may bring another version of a package. */
      readonly rivals?: readonly string[];
      /** With `only`: a plugin uses the module as a library, so that InitModule outside package main is none of its own. */
      readonly kind?: 'library';
    },
  ): Promise<WorkspaceRun>;
  /** Brings modules in step with their release. */
  pin(
    dirs: readonly string[],
    options: {
      readonly only?: boolean;
      /** With `only`, as for `verify`. */
      readonly kind?: 'library';
      /** Write what was planned; else only say it. */
      readonly write: boolean;
      /** Build tags in place of those of nakama.json. */
      readonly tags?: readonly string[];
      /** Changes that are not written are not ok. */
      readonly check?: boolean;
      /** Take an older version of a direct dependency if only that lets the pins hold. */
      readonly allowDowngrade?: boolean;
      /** Change files outside the root, too, to which a `replace` or a link leads. */
      readonly allowOutside?: boolean;
    },
  ): Promise<WorkspaceRun<PinOutcome>>;
  /** Adds dependencies to modules: of each the newest version with which the pins hold. */
  get(
    dirs: readonly string[],
    options: {
      readonly only?: boolean;
      /** With `only`, as for `verify`. */
      readonly kind?: 'library';
      /** As `go get` takes them: `github.com/acme/x`, `github.com/acme/x/package@v1.2.3`. */
      readonly modules: readonly string[];
      /** Write what was found; else only say it. */
      readonly write: boolean;
      /** As for `pin`. */
      readonly allowOutside?: boolean;
      /** Build tags in place of those of nakama.json. */
      readonly tags?: readonly string[];
    },
  ): Promise<WorkspaceRun<PinOutcome>>;
  /** Lists newer versions of the dependencies that the server does not link, and which of them fit; Go is not run. */
  outdated(
    dirs: readonly string[],
    options?: { readonly only?: boolean },
  ): Promise<
    WorkspaceRun<
      Outcome & {
        readonly dependencies: readonly {
          readonly module: string;
          /** What go.mod requires. */
          readonly version: string;
          /** `null` if it is not known: `why` says so. */
          readonly newest: string | null;
          /** The newest that asks for nothing above the server's; `null` if there is none, or it is not known. */
          readonly fitting: string | null;
          /** Why the versions above that and today's are not taken, as of `get`. */
          readonly newer: NonNullable<PinOutcome['got']>[number]['newer'];
          readonly why?: string;
        }[];
      }
    >
  >;
  /** Builds plugins with the exact Go, and checks each `.so`. */
  build(
    dirs: readonly string[],
    options?: BuildOptions & {
      readonly only?: boolean;
      /** With `only`, as for `verify`. */
      readonly rivals?: readonly string[];
      /** A folder with a folder for each module, or the folder of each; in the root, `dist` by default. */
      readonly outputDir?: string | ((dir: string) => string);
    },
  ): Promise<WorkspaceRun<BuildOutcome>>;
  /**
   * Has a real server open built plugins: each module alone, and all of one server together. A module that loads alone
   * and not together has the outcome of the latter.
   */
  load(
    dirs: readonly string[],
    options?: LoadOptions & {
      readonly only?: boolean;
      /** Where the plugins were built to, as for `build`. */
      readonly outputDir?: string | ((dir: string) => string);
      /** `only` leaves out each module alone, `never` all together. */
      readonly together?: 'only' | 'never';
    },
  ): Promise<
    WorkspaceRun<LoadOutcome> & {
      /** All modules of a server in one process, for each server with more than one. */
      readonly together: readonly (readonly LoadOutcome[])[];
    }
  >;
  /**
   * Starts a real server with built plugins and a database, as `load` opens them: their InitModule runs, the server
   * answers, and is stopped. The folder of a server project stands for its plugins, together, with what its nakama.json
   * gives them.
   */
  start(
    dirs: readonly string[],
    options?: {
      readonly only?: boolean;
      /** Where the plugins were built to, as for `build`. */
      readonly outputDir?: string | ((dir: string) => string);
      /** `only` leaves out each module alone, `never` all together. */
      readonly together?: 'only' | 'never';
      /** GOOS/GOARCH; those of nakama.json by default. */
      readonly platforms?: readonly string[];
      /** `auto`, the default: the `binary` if one is named; otherwise the `module`, a server built from Nakama's Go module. */
      readonly server?: 'auto' | 'binary' | 'module';
      /** A server's program, relative to the workspace root or absolute. */
      readonly binary?: string;
      /** A program and arguments that run programs of the server's platform. */
      readonly emulator?: string;
      /**
       * The database, `user:password@host:port/name`; `NAKAMA_DATABASE` by default. It is used as it is. Without any, a
       * Postgres is started, and its data are thrown away.
       */
      readonly database?: string;
      /** Files of Nakama's configuration, relative to the workspace root: `local.yml`. */
      readonly config?: readonly string[];
      /** Variables that the server sees: `STRIPE_KEY=test`; of the process it sees PATH and HOME alone. */
      readonly env?: readonly string[];
      /** Seconds that a start may take until the server answers; 60 by default. */
      readonly timeout?: number;
    },
  ): Promise<
    WorkspaceRun<
      Outcome & {
        /** The starts that came to a server that answers, one for each platform. */
        readonly started: readonly {
          /** GOOS/GOARCH. */
          readonly platform: string;
          /** The plugins, relative to the workspace root. */
          readonly files: readonly string[];
          /** The server's name. */
          readonly server: string;
          /** The database's name. */
          readonly database: string;
          /** How long opening the plugins and running InitModule took, in tenths of a second; `null` if it is not known. */
          readonly initSeconds: number | null;
          /** What the plugins of that server registered; each list is sorted. */
          readonly registered: {
            /** Ids of RPCs. */
            readonly rpcs: readonly string[];
            /** Names of matches. */
            readonly matches: readonly string[];
            /** `before authenticatedevice`, `matchmaker matched`, `event session_start` … */
            readonly hooks: readonly string[];
          };
        }[];
      }
    > & {
      /** All modules of a server in one process, for each server with more than one. */
      readonly together: readonly (readonly Outcome[])[];
    }
  >;
  /**
   * Builds plugins of one server, or of a server project by its folder, runs the server with them and a database, and again after each change, until the signal
   * is aborted: it always throws. Plugins that can't be built, or would not load, leave the server as it is.
   */
  serve(
    dirs: readonly string[],
    options: {
      readonly only?: boolean;
      /** Where the plugins are built to, as for `build`. */
      readonly outputDir?: string | ((dir: string) => string);
      /** As for `start`, and what follows. */
      readonly server?: 'auto' | 'binary' | 'module';
      readonly binary?: string;
      readonly emulator?: string;
      readonly database?: string;
      readonly config?: readonly string[];
      readonly env?: readonly string[];
      readonly timeout?: number;
      /** Print the server's log as it is, in JSON. */
      readonly raw?: boolean;
      /** Print in colour. */
      readonly color?: boolean;
    },
    print: (line: string) => void,
  ): Promise<never>;
  /**
   * Runs Go tests with the exact Go on this computer; each line is printed as it comes. Images and go.work are not read,
   * and so no verdict is `loads`.
   */
  test(
    dirs: readonly string[],
    options: TestOptions & { readonly only?: boolean },
    print: (line: string) => void,
  ): Promise<WorkspaceRun>;
  /** Vets modules with the exact Go for the server's platform, and otherwise as `test`. */
  lint(
    dirs: readonly string[],
    options: LintOptions & { readonly only?: boolean },
    print: (line: string) => void,
  ): Promise<WorkspaceRun>;
  /** Says what `go mod tidy` of the exact Go makes of modules; `fix` writes it if no pin is lost by it. */
  tidy(
    dirs: readonly string[],
    options: { readonly only?: boolean; readonly fix: boolean },
  ): Promise<WorkspaceRun<TidyOutcome>>;
  /** Will the server load these `.so` files, all of them together? Folders stand for the `.so` in and below them. */
  checkArtifacts(
    files: readonly string[],
    options?: {
      /** Only the `.so` in the folders themselves. */
      readonly only?: boolean;
      /** A server's program, in place of the release. */
      readonly server?: string;
      /** What the server runs on: `linux/amd64`; any that the release is known for by default. */
      readonly platform?: string;
      /** The folder that files are relative to, absolute; the root by default. */
      readonly base?: string;
    },
  ): WorkspaceRun<ArtifactOutcome>;
}

/**
 * Opens a workspace. Nothing is read or started before it is asked for.
 *
 * @example
 * const workspace = openWorkspace({ root: process.cwd() });
 * const { modules, exitCode } = await workspace.verify(['plugins']);
 * for (const { dir, verdict } of modules) console.log(dir, verdict);
 * @throws InputError if `root` is not the absolute path of a folder, or `release` is not known
 */
export function openWorkspace(options: WorkspaceOptions): OpenWorkspace {
  checkArguments('openWorkspace', options, OPTIONS.openWorkspace);
  const { root, release, env = process.env, signal, onProgress } = options;
  const opener = new ModuleOpener(root, release);
  const late = lateParts({ root, env, signal, onProgress }, (version) => opener.catalog.load(version));

  /** The folders as outcomes have them. */
  function begin(method: keyof typeof OPTIONS, paths: readonly string[], given: object): string[] {
    checkArguments(method, given, OPTIONS[method]);
    checkArguments(method, { dirs: paths }, { dirs: PATHS });
    signal?.throwIfAborted();
    return distinct(paths.map((path) => fromRoot(root, path)));
  }

  const find = (
    dirs: readonly string[],
    { only, kind }: { readonly only?: boolean; readonly kind?: 'library' },
    samePath: readonly string[] = [],
  ): FoundModule[] => (only ? dirs.map((dir) => ({ dir, kind, samePath })) : findPluginModules(root, dirs));
  /** Libraries are built into the plugins that use them; one that is named is refused. */
  const findPlugins = (dirs: readonly string[], selection: { readonly only?: boolean }): FoundModule[] =>
    find(dirs, selection).filter(({ dir, kind }) => kind === 'plugin' || dirs.includes(dir));

  async function run<T extends Outcome>(
    input: RunInput,
    rest: Omit<T, keyof Outcome>,
    work: (module: OpenModule) => Promise<T> | T,
  ): Promise<WorkspaceRun<T>> {
    return endOf(await outcomes(input, rest, work), { root, ...input });
  }

  /** Opens each module and works on it; of one that can't be worked on, `rest` says the rest. */
  function outcomes<T extends Outcome>(
    { found, tags, open = opening(opener, found, { signal, tags }), proof, concurrency = WITH_GO }: RunInput,
    rest: Omit<T, keyof Outcome>,
    work: (module: OpenModule) => Promise<T> | T,
  ): Promise<T[]> {
    return eachModule(
      found,
      ({ dir }) => {
        const module = open(dir);
        return module.unreleased ? ({ ...module.unreleased, proof, ...rest } as T) : work(module);
      },
      ({ dir, kind }, problems) => ({ ...unjudged(opener.known(dir, kind), proof, problems), ...rest }) as T,
      { concurrency, onProgress },
    );
  }

  const runPrinting = (
    dirs: readonly string[],
    selection: { readonly only?: boolean },
    work: (module: OpenModule) => Promise<boolean>,
  ): Promise<WorkspaceRun> => {
    const found = find(dirs, selection);
    const open = opening(opener, found, { signal, isToCompile: true });
    const input = { found, open, dirs, sought: 'plugin or library module', proof: 'declared' } as const;
    return run(input, {}, async (module) => {
      const ok = await work(module);
      const judged = verifyDeclared(module);
      // Not all was read that can keep it from loading.
      return { ...judged, verdict: judged.verdict === 'loads' ? 'unknown' : judged.verdict, ok };
    });
  };

  /** Gives built plugins to servers, each module alone and all of one server together. */
  async function runOnServers<T extends Outcome>(
    dirs: readonly string[],
    { only, outputDir, together, isOneServer }: ServerSelection,
    work: ServerWork<T>,
  ): Promise<WorkspaceRun<T> & ServerRun<T>> {
    const outputOf = outputFolders(root, outputDir);
    const { aloneAndTogether } = await import('./load-run');
    const found = findPlugins(dirs, { only });
    const open = opening(opener, found, { signal, isToCompile: true });
    const sought = 'plugin module';
    const input = { found, open, dirs, sought, proof: work.proof, concurrency: 1 } as const;
    const done = await aloneAndTogether(work, {
      together,
      outputOf,
      serverOf: (dir) => (isOneServer ? '' : opener.serverOf(dir)),
      each: (nothing, one) => outcomes<T>(input, nothing, one),
    });
    return { ...endOf(done.modules, { root, dirs, sought }), together: done.together };
  }

  return {
    catalog: opener.catalog,
    modules: (paths, selection = {}) => {
      const dirs = begin('modules', paths, selection);
      const isNamed = ({ dir }: FoundModule): boolean => dirs.includes(dir);
      return findPluginModules(root, dirs).filter((module) => !selection.only || isNamed(module));
    },

    async verify(paths, verifyOptions = {}) {
      const dirs = begin('verify', paths, verifyOptions);
      const { proof = 'declared', online, samePath, rivals = [], tags, ...selection } = verifyOptions;
      const inRoot = (dir: string): string => fromRoot(root, dir);
      const found = find(dirs, selection, samePath?.map(inRoot));
      const outside = rivals.map(inRoot);
      const serverOf = (dir: string): string => opener.serverOf(dir);
      const input = { found, dirs, sought: 'plugin module' as const };
      if (proof === 'declared' && !online) {
        const noted = new Map<string, readonly Demands[]>();
        const open = opening(opener, found, { signal, tags });
        const alone = await outcomes({ ...input, open, proof, concurrency: 1 }, {}, (module) => {
          noted.set(module.facts.dir, demandsOfModule(module, serverOf));
          return verifyDeclared(module);
        });
        return endOf(judgeTogether(alone, noted, outside, { open, serverOf }), { root, ...input });
      }
      const open = once(opening(opener, found, { signal, tags }));
      const meeting = new Meeting([...found.map(({ dir }) => dir), ...outside], { open, serverOf });
      if (proof === 'declared') {
        const imports = await late.imports();
        return run({ ...input, open, proof }, {}, (module) =>
          verifyOnline(module, imports, meeting.companyOf(module)),
        );
      }
      const proofs = compiledProofs(await late.prover(), open);
      return run({ ...input, open, proof }, {}, (module) =>
        verifyCompiled(module, meeting.companyOf(module), proofs),
      );
    },

    async pin(paths, pinOptions) {
      const dirs = begin('pin', paths, pinOptions);
      const { NOT_PINNED, pinModule } = await import('../pinning/pin-module');
      const tools = await late.tools();
      return run(
        {
          found: find(dirs, pinOptions),
          dirs,
          sought: 'plugin or library module',
          proof: 'declared',
          tags: pinOptions.tags,
        },
        NOT_PINNED,
        ({ facts: { dir, kind } }) =>
          pinModule(dir, opener, tools, { ...pinOptions, ...(kind === 'library' && { kind }) }),
      );
    },

    async get(paths, getOptions) {
      const dirs = begin('get', paths, getOptions);
      const { moduleQueries } = await import('../pinning/get/module-query');
      const { modules, only, ...options } = getOptions;
      const queries = moduleQueries(modules);
      const { getModule, NOT_GOT } = await import('../pinning/get/get-module');
      const parts = { tools: await late.tools(), published: await late.published() };
      return run<GetOutcome>(
        {
          // A library of a plugin is no place for its dependency.
          found: find(dirs, { only, kind: options.kind }).filter(({ isByUse }) => !isByUse),
          dirs,
          sought: 'plugin or library module',
          proof: 'declared',
          tags: options.tags,
        },
        NOT_GOT,
        (module) => {
          const { dir, kind } = module.facts;
          if (options.write && release !== undefined) refuseOtherRelease(module, new ModuleOpener(root));
          return getModule(dir, opener, parts, { ...options, queries, ...(kind === 'library' && { kind }) });
        },
      );
    },

    async outdated(paths, selection = {}) {
      const dirs = begin('outdated', paths, selection);
      const { NOT_LOOKED, outdatedModule } = await import('../pinning/get/outdated');
      const published = await late.published();
      const input = { found: find(dirs, selection), dirs, sought: 'plugin or library module' } as const;
      return run<OutdatedOutcome>({ ...input, proof: 'declared' }, NOT_LOOKED, (module) =>
        outdatedModule(module, published, opener.catalog),
      );
    },

    async build(paths, options = {}) {
      const dirs = begin('build', paths, options);
      const { only, outputDir = 'dist', rivals = [], ...buildOptions } = options;
      const folderOf = outputFolders(root, outputDir);
      const { buildModule } = await import('../building/build-module');
      const [tools, kits] = [await late.tools(), await late.kits()];
      const found = findPlugins(dirs, { only });
      // One after the other, even if many are asked for at once: go keeps all processors busy.
      const { tags } = buildOptions;
      const open = once(opening(opener, found, { signal, tags, isToCompile: true }));
      const members = [...found.map(({ dir }) => dir), ...rivals.map((dir) => fromRoot(root, dir))];
      const meeting = new Meeting(members, { open, serverOf: (dir) => opener.serverOf(dir) });
      const input = {
        found,
        open,
        dirs,
        sought: 'plugin module',
        proof: 'artifact',
        tags,
        concurrency: 1,
      } as const;
      return run<BuildOutcome>(input, { built: [], warnings: [] }, (module) =>
        buildModule(module, folderOf(module.facts.dir), buildOptions, {
          tools,
          kits,
          company: meeting.companyOf(module),
        }),
      );
    },

    async load(paths, options = {}) {
      const dirs = begin('load', paths, options);
      const { only, outputDir = 'dist', together, ...loadOptions } = options;
      const { loadModules, notToOpen } = await import('../loading/load-modules');
      const ready = await late.servers();
      return runOnServers<LoadOutcome>(
        dirs,
        { only, outputDir, together },
        {
          proof: 'loaded',
          nothing: { opened: [] },
          refused: (module) => {
            const refused = notToOpen(module, loadOptions, 'loaded');
            return refused && { ...refused, opened: [] };
          },
          inOneServer: (built) => loadModules(built, loadOptions, ready),
        },
      );
    },

    async start(paths, options = {}) {
      const dirs = begin('start', paths, options);
      const { only, outputDir = 'dist', together, ...startOptions } = options;
      const { notToOpen } = await import('../loading/load-modules');
      const { startModules } = await import('../live/start-modules');
      const { databaseOf, givenServer, serverGiven } = await import('./given-server');
      const server = givenServer(root, dirs, opener);
      const [ready, databases] = [await late.servers(), await late.databases()];
      const lease = databases.lease(databaseOf(startOptions.database, env, server?.project));
      try {
        const parts = {
          around: { root, env, signal, onProgress },
          servers: ready,
          database: () => lease.get(),
          given: server && serverGiven(server.project),
        };
        return await runOnServers<StartOutcome>(
          server?.plugins ?? dirs,
          server
            ? { only: true, outputDir, together: 'only', isOneServer: true }
            : { only, outputDir, together },
          {
            proof: 'started',
            nothing: { started: [] },
            refused: (module) => {
              const refused = notToOpen(module, startOptions, 'started');
              return refused && { ...refused, started: [] };
            },
            inOneServer: (built) => startModules(built, startOptions, parts),
          },
        );
      } finally {
        await lease.release();
      }
    },

    async serve(paths, serveOptions, print) {
      const dirs = begin('serve', paths, serveOptions);
      checkArguments('serve', { print }, PRINT);
      const { only, outputDir = 'dist', ...rest } = serveOptions;
      const { serve } = await import('../live/serve');
      const { servedBuild, servedFolders, servedProject } = await import('./serve-run');
      const outputOf = outputFolders(root, outputDir);
      const { databaseOf, givenServer } = await import('./given-server');
      const server = givenServer(root, dirs, opener);
      const found = server
        ? servedProject(server, { root, opener })
        : servedFolders(findPlugins(dirs, { only }), { root, dirs, opener });
      const [ready, databases] = [await late.servers(), await late.databases()];
      const lease = databases.lease(databaseOf(rest.database, env, server?.project));
      try {
        return await serve(
          { ...rest, color: rest.color ?? false },
          {
            around: { root, env, signal, onProgress },
            servers: ready,
            database: () => lease.get(),
            // What is known of files is of the time when they were read.
            build: () =>
              servedBuild(
                found.dirs,
                () => openWorkspace(options).build(found.dirs, { only: true, outputDir: outputOf }),
                { root, release, outputOf, print, project: server?.project.dir },
              ),
            folders: found.watched,
            foldersAlone: found.watchedAlone,
            counts: found.counts(outputDir),
            print,
          },
        );
      } finally {
        await lease.release();
      }
    },

    async test(paths, testOptions, print) {
      const dirs = begin('test', paths, testOptions);
      checkArguments('test', { print }, PRINT);
      const { testModule } = await import('../go-targets/test-module');
      const tools = await late.tools();
      return runPrinting(dirs, testOptions, (module) => testModule(module, testOptions, print, tools));
    },

    async lint(paths, lintOptions, print) {
      const dirs = begin('lint', paths, lintOptions);
      checkArguments('lint', { print }, PRINT);
      const { lintModule } = await import('../go-targets/lint-module');
      const tools = await late.tools();
      return runPrinting(dirs, lintOptions, (module) => lintModule(module, lintOptions, print, tools));
    },

    async tidy(paths, tidyOptions) {
      const dirs = begin('tidy', paths, tidyOptions);
      const { NOT_TIDIED, tidyModule } = await import('../go-targets/tidy-module');
      const tools = await late.tools();
      return run<TidyOutcome>(
        { found: find(dirs, tidyOptions), dirs, sought: 'plugin or library module', proof: 'declared' },
        NOT_TIDIED,
        ({ facts }) => tidyModule(facts.dir, opener, tools, tidyOptions),
      );
    },

    checkArtifacts(files, artifactOptions = {}) {
      begin('checkArtifacts', files, artifactOptions);
      return artifactRun(files, artifactOptions, { opener, signal });
    },
  };
}

/** What is given to servers. */
interface ServerSelection {
  readonly only: boolean | undefined;
  readonly outputDir: string | ((dir: string) => string);
  readonly together: 'only' | 'never' | undefined;
  /** They are those of a server project, also where some of them name no server. */
  readonly isOneServer?: boolean;
}

const PRINT = { print: required(FUNCTION) };

interface RunInput {
  readonly found: readonly FoundModule[];
  /** Opens one of them, or another module; throws InputError if it can't be read. */
  readonly open?: Opening;
  readonly dirs: readonly string[];
  readonly sought: Sought;
  readonly proof: Proof;
  /** Build tags in place of those of nakama.json. */
  readonly tags?: readonly string[];
  readonly concurrency?: number;
}
