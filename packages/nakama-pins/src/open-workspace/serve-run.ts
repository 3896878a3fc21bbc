import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOutcome } from '../building/build-outcome';
import { distinct } from '../input/distinct';
import { formatProblems, InputError } from '../input/problem';
import type { ServedBuild } from '../live/serve';
import type { FoundModule } from '../verify/find-modules';
import { ModuleOpener, type OpenModule } from '../verify/open-module';
import type { WorkspaceRun } from './ends';
import { renderOutcome } from './render-outcome';

/** What is served, and what it is made from. */
export interface Served {
  /** Folders of the plugins. */
  readonly dirs: readonly string[];
  /** Folders of the plugins and of the libraries that they use, absolute. */
  readonly watched: readonly string[];
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
  const libraries = plugins.flatMap((dir) => librariesOf(dir, opener));
  return {
    dirs: plugins,
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
  }: {
    readonly root: string;
    readonly release: string | undefined;
    readonly outputOf: (dir: string) => string;
    readonly print: (line: string) => void;
  },
): Promise<ServedBuild> {
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
    mark: JSON.stringify([
      modules.map(({ built }) => built.map(({ file, sha256 }) => [file, sha256])),
      opened.map(({ facts }) =>
        facts.opens?.map(({ file }) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs),
      ),
    ]),
  };
}

function isReleased(module: ReturnType<ModuleOpener['open']>): module is OpenModule {
  return module.unreleased === undefined;
}
