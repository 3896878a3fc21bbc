import { posix } from 'node:path';
import type { CreateNodesResult, NxPlugin, ProjectConfiguration } from '@nx/devkit';
import { catalogMark, NAKAMA_JSON } from 'nakama-pins/detect';
import { CONFIG_FILES, findModules } from './found-modules';
import { givenNames } from './given-names';
import { type NakamaPluginOptions, normalizeOptions } from './options';
import { projectMetadata } from './project-metadata';
import type { NakamaServer } from './server-projects';
import { serverTag } from './server-tag';
import { moduleTargets } from './targets/module-targets';
import { namedInputs } from './targets/named-inputs';
import { type ServerContext, serverProject, serverTargets } from './targets/server-targets';
import type { TargetContext } from './targets/target';

type CreateNodes = NonNullable<NxPlugin<NakamaPluginOptions>['createNodes']>;

/**
 * Makes every Nakama plugin module, every library module that plugins share, and every server project, a project with its targets. Starts no
 * process and needs no Go; any other go.mod is left alone. `NX_NAKAMA_DISABLE=true` switches it off.
 */
export const createNodes: CreateNodes = [
  CONFIG_FILES,
  (files, options, { workspaceRoot }) => {
    if (process.env.NX_NAKAMA_DISABLE === 'true') return [];
    const normalized = normalizeOptions(options);
    const catalog = catalogMark();
    const givenName = givenNames(workspaceRoot, files);
    const { modules, servers } = findModules(workspaceRoot, files);
    const dirs = new Set(modules.map(({ dir }) => dir));
    const serverAt = new Map(
      servers.map((server) => [server.dir, { ...server, name: givenName(server.dir) ?? server.name }]),
    );
    const ofServer = (server: NakamaServer): ServerContext => ({ options: normalized, server, catalog });
    return [
      ...modules.map((found): [string, CreateNodesResult] => {
        const module = { ...found, name: givenName(found.dir) ?? found.name };
        const server = serverAt.get(module.dir);
        // A plugin's folder that is a server project, too, starts all of that server.
        const more = server ? serverTargets(ofServer({ ...server, name: module.name })) : {};
        const context = { root: workspaceRoot, options: normalized, module, catalog };
        return [posix.join(module.dir, 'go.mod'), moduleProject(context, more)];
      }),
      ...[...serverAt.values()]
        .filter(({ dir }) => !dirs.has(dir))
        .map((server): [string, CreateNodesResult] => [
          posix.join(server.dir, NAKAMA_JSON),
          serverProject(ofServer(server)),
        ]),
    ];
  },
];

/** The name under which Nx 22 looks for it. */
export const createNodesV2: CreateNodes = createNodes;

function moduleProject(
  context: TargetContext,
  more: NonNullable<ProjectConfiguration['targets']>,
): CreateNodesResult {
  const { dir, name, detection, server } = context.module;
  return {
    projects: {
      [dir]: {
        name,
        root: dir,
        sourceRoot: posix.join(dir, detection.mainDir),
        projectType: detection.kind === 'plugin' ? 'application' : 'library',
        tags: [`nakama:${detection.kind}`, ...(detection.kind === 'plugin' ? [serverTag(server)] : [])],
        metadata: projectMetadata(context.module),
        namedInputs: namedInputs(context.module, context.root),
        targets: { ...moduleTargets(context), ...more },
      },
    },
  };
}
