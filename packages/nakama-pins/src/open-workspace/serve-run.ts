import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { BuildOutcome } from '../building/build-outcome';
import { distinct } from '../input/distinct';
import { formatProblems, InputError, type Problem, problemsOf } from '../input/problem';
import type { ServedBuild } from '../live/serve';
import type { FoundModule } from '../verify/find-modules';
import { ModuleOpener, type OpenModule } from '../verify/open-module';
import { Folders } from '../workspace/folders';
import { requireServerProject, type ServerProject } from '../workspace/server-project';
import type { WorkspaceRun } from './ends';
import { type GivenServer, markOf, serverGiven } from './given-server';
import { renderOutcome } from './render-outcome';

/** What is served, and what it is made from. */
export interface Served {
  /** Folders of the plugins. */
  readonly dirs: readonly string[];
  /** Folders of the plugins and of the libraries that they use, absolute. */
  readonly watched: readonly string[];
  /** Folders of which only the files in themselves count, absolute. */
  readonly watchedAlone?: readonly string[];
  readonly counts: (outputDir: string | ((dir: string) => string)) => (path: string) => boolean;
}

/**
 * The plugins of one server.
 *
 * @throws InputError if there are none, or they are for several servers
 */
export function servedFolders(
  found: readonly FoundModule[],
  {
    root,
    dirs,
    opener,
  }: { readonly root: string; readonly dirs: readonly string[]; readonly opener: ModuleOpener },
): Served {
  const plugins = found.map(({ dir }) => dir);
  const servers = distinct(plugins.map((dir) => opener.serverOf(dir)));
  if (servers.length !== 1) {
    const file = dirs.join(', ') || '.';
    throw new InputError([
      servers.length === 0
        ? { file, message: 'no plugin module found to serve', fix: 'name a folder that holds one' }
        : {
            file,
            message: `the plugins here are for ${servers.length} servers: ${servers.join(', ')}`,
            fix: `name those of one: npx nakama-pins serve ${plugins[0]}`,
          },
    ]);
  }
  return { dirs: plugins, ...watchedOf(plugins, { root, opener }) };
}

/** The plugins of a server project; its folder and the folders of its files are watched, too. */
export function servedProject(
  { project, plugins }: GivenServer,
  { root, opener }: { readonly root: string; readonly opener: ModuleOpener },
): Served {
  const files = [...project.files.map(({ from }) => from), ...project.config];
  const more = [project.dir, ...files.map((file) => posix.dirname(file))];
  const { watched, counts } = watchedOf(plugins, { root, opener });
  const envFile = project.envFile === undefined ? undefined : posix.basename(project.envFile);
  return {
    dirs: plugins,
    watched: distinct([...watched, ...more.filter((dir) => dir !== '.').map((dir) => join(root, dir))]),
    watchedAlone: more.includes('.') ? [root] : [],
    counts: (outputDir) => {
      const isCode = counts(outputDir);
      return (path) => isCode(path) || posix.basename(path) === envFile;
    },
  };
}

function watchedOf(
  plugins: readonly string[],
  { root, opener }: { readonly root: string; readonly opener: ModuleOpener },
): Omit<Served, 'dirs'> {
  const libraries = plugins.flatMap((dir) => librariesOf(dir, opener));
  return {
    watched: distinct([...plugins, ...libraries]).map((dir) => join(root, dir)),
    counts: (outputDir) => (path) => isSource(path, typeof outputDir === 'string' ? outputDir : 'dist'),
  };
}

/** Of a module that can't be read yet, the folder itself is watched. */
function librariesOf(dir: string, opener: ModuleOpener): string[] {
  try {
    return opener.open(dir, { isToCompile: true }).facts.localModules.map((library) => library.dir);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** Not what building makes, tests, and what editors and version control keep. */
function isSource(path: string, outputDir: string): boolean {
  const parts = path.split('/');
  if (path === outputDir || path.startsWith(`${outputDir}/`)) return false;
  if (parts.some((part) => part.startsWith('.') || part === 'node_modules')) return false;
  return !/(?:_test\.go|\.so|~|\.md)$/.test(path);
}

/** Builds plugins and says what is wrong with them. */
export async function servedBuild(
  dirs: readonly string[],
  build: () => Promise<WorkspaceRun<BuildOutcome>>,
  {
    root,
    release,
    outputOf,
    print,
    project,
  }: {
    readonly root: string;
    readonly release: string | undefined;
    readonly outputOf: (dir: string) => string;
    readonly print: (line: string) => void;
    /** The folder of the server project, if there is one. */
    readonly project?: string;
  },
): Promise<ServedBuild> {
  const given = project === undefined ? undefined : projectNow(root, project);
  if (given && 'problems' in given) {
    print(formatProblems(given.problems));
    return { modules: undefined, mark: '' };
  }
  const { modules, problems } = await build();
  const wrong = modules.filter(({ ok, problems: own }) => !ok && own.length === 0);
  for (const outcome of wrong) print(renderOutcome(outcome, { color: false }));
  if (problems.length > 0) print(formatProblems(problems));
  if (wrong.length > 0 || problems.length > 0) return { modules: undefined, mark: '' };
  const opener = new ModuleOpener(root, release);
  const opened = dirs.map((dir) => opener.open(dir, { isToCompile: true }));
  return {
    modules: opened.flatMap((module) =>
      isReleased(module) ? [{ module, outputDir: outputOf(module.facts.dir) }] : [],
    ),
    ...(given && { given: serverGiven(given) }),
    mark: JSON.stringify([
      given && markOf(root, given),
      modules.map(({ built }) => built.map(({ file, sha256 }) => [file, sha256])),
      opened.map(({ facts }) =>
        facts.opens?.map(({ file }) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs),
      ),
    ]),
  };
}

/** A project that can't be used any more keeps the server as it is. */
function projectNow(root: string, dir: string): ServerProject | { readonly problems: readonly Problem[] } {
  try {
    return requireServerProject(new Folders(root), dir);
  } catch (error) {
    return { problems: problemsOf(error) };
  }
}

function isReleased(module: ReturnType<ModuleOpener['open']>): module is OpenModule {
  return module.unreleased === undefined;
}
