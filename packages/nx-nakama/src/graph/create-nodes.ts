import { posix } from 'node:path';
import type { CreateNodesResult, NxPlugin } from '@nx/devkit';
import { catalogMark } from 'nakama-pins/detect';
import { CONFIG_FILES, findModules } from './found-modules';
import { givenNames } from './given-names';
import { type NakamaPluginOptions, normalizeOptions } from './options';
import { projectMetadata } from './project-metadata';
import { serverTag } from './server-tag';
import { moduleTargets } from './targets/module-targets';
import { namedInputs } from './targets/named-inputs';
import type { TargetContext } from './targets/target';

type CreateNodes = NonNullable<NxPlugin<NakamaPluginOptions>['createNodes']>;

/**
 * Makes every Nakama plugin module, and every library module that plugins share, a project with its targets. Starts no
 * process and needs no Go; any other go.mod is left alone. `NX_NAKAMA_DISABLE=true` switches it off.
 */
export const createNodes: CreateNodes = [
  CONFIG_FILES,
  (files, options, { workspaceRoot }) => {
    if (process.env.NX_NAKAMA_DISABLE === 'true') return [];
    const normalized = normalizeOptions(options);
    const catalog = catalogMark();
    const givenName = givenNames(workspaceRoot, files);
    return findModules(workspaceRoot, files).map((found) => {
      const module = { ...found, name: givenName(found.dir) ?? found.name };
      return [
        posix.join(module.dir, 'go.mod'),
        moduleProject({ root: workspaceRoot, options: normalized, module, catalog }),
      ];
    });
  },
];

/** The name under which Nx 22 looks for it. */
export const createNodesV2: CreateNodes = createNodes;

function moduleProject(context: TargetContext): CreateNodesResult {
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
        targets: moduleTargets(context),
      },
    },
  };
}
