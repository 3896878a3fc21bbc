import { posix } from 'node:path';
import type { CreateNodesResult, NxPlugin } from '@nx/devkit';
import { type NakamaPluginOptions, normalizeOptions } from './options';
import { findPluginModules, isForeign, type PluginModule } from './plugin-modules';
import { pluginTargets } from './plugin-targets';

type CreateNodes = NonNullable<NxPlugin<NakamaPluginOptions>['createNodes']>;

/**
 * Makes every Nakama plugin module a project with its targets. Starts no process and needs no Go; any other
 * go.mod is left alone. `NX_NAKAMA_DISABLE=true` switches it off.
 */
export const createNodes: CreateNodes = [
  '**/go.mod',
  (files, options, { workspaceRoot }) => {
    if (process.env.NX_NAKAMA_DISABLE === 'true') return [];
    const normalized = normalizeOptions(options);
    const dirs = files
      .filter((file) => !isForeign(file))
      .map((file) => posix.dirname(file))
      .sort();
    return findPluginModules(workspaceRoot, dirs).map((plugin) => [
      posix.join(plugin.dir, 'go.mod'),
      pluginProject(normalized, plugin),
    ]);
  },
];

/** The name under which Nx 22 looks for it. */
export const createNodesV2: CreateNodes = createNodes;

function pluginProject(
  options: ReturnType<typeof normalizeOptions>,
  plugin: PluginModule,
): CreateNodesResult {
  return {
    projects: {
      [plugin.dir]: {
        name: plugin.name,
        root: plugin.dir,
        sourceRoot: posix.join(plugin.dir, plugin.detection.mainDir),
        projectType: 'application',
        tags: ['nakama:plugin'],
        metadata: { technologies: ['go', 'nakama'] },
        targets: pluginTargets(options, plugin),
      },
    },
  };
}
