import type { CreateNodesResult, TargetConfiguration } from '@nx/devkit';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import type { NormalizedOptions } from '../options';
import type { NakamaServer } from '../server-projects';
import { workspaceFile } from './file-patterns';
import { releaseInputs } from './module-inputs';
import { NAMED, namedReleaseInputs } from './named-inputs';
import { serveTarget } from './serve';
import { metadata, withCatalog } from './target';
import { serverTarget } from './verify-load';

export interface ServerContext {
  readonly options: NormalizedOptions;
  readonly server: NakamaServer;
  readonly catalog: string;
}

/** The targets of a server project, by name. What it starts is built first, by the targets of its plugins. */
export function serverTargets({
  options,
  server,
  catalog,
}: ServerContext): Record<string, TargetConfiguration> {
  const { names, inferred } = options;
  const module = { name: server.name };
  const isPlugin = server.plugins.includes(server.dir);
  const built = [...(isPlugin ? [names.build] : []), `^${names.build}`];
  // Nx hashes no file that git ignores.
  const cached = server.envFile === undefined;
  const why = cached ? '' : `. Not cached: what is in ${server.envFile} is not committed`;
  const verifyStart: TargetConfiguration = {
    ...serverTarget(options, {
      dependsOn: built,
      inputs: [...releaseInputs(), ...server.files.flatMap(fileOrFolder)],
      more: [{ env: 'NAKAMA_DATABASE' }],
      options: {},
      metadata: metadata(
        { module },
        names.verifyStart,
        `Starts the real Nakama server with all its plugins, files and configuration, and a throw-away database${why}`,
        { options: { timeout: 30 } },
      ),
    }),
    executor: 'nx-nakama:verify-start',
    cache: cached,
  };
  const more = options.moreInputs.verifyStart ?? [];
  const all = {
    ...(!isPlugin && {
      build: {
        executor: 'nx:noop',
        dependsOn: [`^${names.build}`],
        options: {},
        metadata: metadata({ module }, names.build, 'Builds all plugins of the server', {}),
      },
    }),
    verifyStart: withCatalog({ ...verifyStart, inputs: [...(verifyStart.inputs ?? []), ...more] }, catalog),
    serve: serveTarget(
      { options, module },
      'Runs the real Nakama server with all its plugins, files and configuration, and builds and starts it again after each change',
    ),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, target]) => {
      const known = key as 'build' | 'verifyStart' | 'serve';
      return inferred.has(known) ? [[names[known], target]] : [];
    }),
  );
}

/** Which of the two it is, only the disk knows. */
function fileOrFolder(path: string): string[] {
  return [workspaceFile('.', path), workspaceFile(path, '**/*')];
}

/** The project of a server in a folder of its own. */
export function serverProject(context: ServerContext): CreateNodesResult {
  const { dir, name, plugins, isReleaseInImages } = context.server;
  return {
    projects: {
      [dir]: {
        name,
        root: dir,
        projectType: 'application',
        tags: [SERVER_PROJECT],
        metadata: {
          technologies: ['nakama'],
          description: `Nakama server with ${plugins.length === 1 ? '1 plugin' : `${plugins.length} plugins`}, by ${NAKAMA_JSON}`,
          nakama: { kind: 'server', plugins },
        },
        namedInputs: { [NAMED.release]: namedReleaseInputs(dir, isReleaseInImages) },
        targets: serverTargets(context),
      },
    },
  };
}

/** The tag of all server projects. */
export const SERVER_PROJECT = 'nakama:server-project';
