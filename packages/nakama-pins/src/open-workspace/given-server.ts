import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_VARIABLE } from '../database/database-address';
import { nearMatch } from '../input/json-file';
import { InputError, type Problem } from '../input/problem';
import type { ServerGiven } from '../live/server-given';
import { findPluginModules } from '../verify/find-modules';
import type { ModuleOpener } from '../verify/open-module';
import { Folders } from '../workspace/folders';
import { allPlugins, namedPlugins, type ServerPlugin } from '../workspace/server-plugins';
import { readServerProject, type ServerProject } from '../workspace/server-project';

/** A server project that is started, and the folders of its plugins. */
export interface GivenServer {
  readonly project: ServerProject;
  readonly plugins: readonly string[];
}

/**
 * The server project that a command was given; undefined if it was given folders of plugins.
 *
 * @throws InputError if what the project says can't be used, it has no plugin, or something else is named beside it
 */
export function givenServer(
  root: string,
  dirs: readonly string[],
  opener: ModuleOpener,
): GivenServer | undefined {
  const folders = new Folders(root);
  const projects = dirs.flatMap((dir) => readServerProject(folders, dir) ?? []);
  const [project] = projects;
  if (!project) return undefined;
  if (dirs.length > 1) {
    throw new InputError([
      {
        file: project.dir,
        message: `this folder is a server project, and is started alone; ${dirs.length - 1} more named`,
        fix: `name it alone: npx nakama-pins serve ${project.dir}`,
      },
    ]);
  }
  return { project, plugins: pluginsOf(root, project, opener) };
}

function pluginsOf(root: string, project: ServerProject, opener: ModuleOpener): string[] {
  const plugins = findPluginModules(root, ['.'])
    .filter(({ kind }) => kind === 'plugin')
    .map(({ dir }) => ({ dir, server: opener.serverOf(dir) }));
  const server = opener.serverOf(project.dir);
  if (!project.plugins) {
    const all = allPlugins(server, plugins);
    if (all.length > 0) return all;
    throw new InputError([
      project.problemAt([], {
        message: `no plugin of the workspace is for this server, ${server}`,
        found: plugins.map((plugin) => `${plugin.dir} for ${plugin.server}`).join(', ') || 'no plugin at all',
        fix: 'name its plugins under "plugins", or give both the same release and the same name of the server',
      }),
    ]);
  }
  const problems: Problem[] = [];
  const named = namedPlugins(project.plugins, server, plugins).flatMap((found, i) => {
    if (found.kind === 'plugin') return [found.dir];
    const name = project.plugins?.[i] ?? '';
    problems.push(project.problemAt(['plugins', i], pluginProblem(name, found, { server, plugins })));
    return [];
  });
  if (problems.length > 0) throw new InputError(problems);
  return [...new Set(named)].sort();
}

function pluginProblem(
  name: string,
  found: Exclude<ReturnType<typeof namedPlugins>[number], { kind: 'plugin' }>,
  { server, plugins }: { readonly server: string; readonly plugins: readonly ServerPlugin[] },
): Omit<Problem, 'file' | 'position'> {
  if (found.kind === 'several') {
    return {
      message: `several plugins are called "${name}"`,
      found: found.dirs.join(', '),
      fix: `write the folder of one: "${found.dirs[0]}"`,
    };
  }
  if (found.kind === 'other server') {
    return {
      message: `"${name}" is for another server`,
      expected: server,
      found: found.server,
      fix: `delete "${name}" from the list, or give both the same release and the same name of the server in nakama.json`,
    };
  }
  const near = nearMatch(
    name,
    plugins.flatMap(({ dir }) => [dir, dir.split('/').at(-1) ?? dir]),
  );
  return {
    message: `there is no plugin "${name}"`,
    expected: plugins.map(({ dir }) => dir).join(', ') || 'a folder with a plugin module',
    fix: near === undefined ? 'delete it from the list' : `write "${near}"`,
  };
}

/** What a start takes from the project: options of the command come after it, and win. */
export function serverGiven({ dir, files, config, env, ports, problemAt }: ServerProject): ServerGiven {
  return {
    files,
    config,
    env,
    ports,
    portTaken: (key, port) =>
      problemAt(['ports', key], {
        message: `the port ${port} of the server in ${dir}, or the one that gRPC has beside it, is taken`,
        fix: `end what listens there, or write another port; without "${key}" a free one is taken`,
      }),
  };
}

/** The database of a project: that of the command and of the environment go before it. */
export function databaseOf(
  given: string | undefined,
  env: NodeJS.ProcessEnv,
  project: ServerProject | undefined,
): string | undefined {
  return given ?? (env[DATABASE_VARIABLE] ? undefined : project?.database);
}

/** Tells one state of a project's files from another. */
export function markOf(root: string, { files, config, env }: ServerProject): string {
  const stamps = [...files.map(({ from }) => from), ...config].map((file) => {
    const { mtimeMs, size } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {};
    return [file, mtimeMs, size];
  });
  return JSON.stringify([stamps, env]);
}
