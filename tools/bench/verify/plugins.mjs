// Workspaces for the measurement, made with the generator.
import { cpSync, readdirSync } from 'node:fs';
import { succeed } from '../../workspaces/processes.mjs';
import { copyWorkspace, readJson, writeJson } from '../../workspaces/workspace.mjs';

const FIRST = pluginName(0);

export function pluginName(index) {
  return `p${String(index).padStart(4, '0')}`;
}

/** Generates one plugin and repeats it under other names: each file is what the generator would write. */
export async function generatePlugins(workspace, count) {
  const nx = workspace.command('nx');
  await succeed(process.execPath, [nx, 'g', 'nakama-plugin', FIRST], { cwd: workspace.root });
  for (let index = 1; index < count; index++) {
    const name = pluginName(index);
    cpSync(workspace.path('plugins', FIRST), workspace.path('plugins', name), { recursive: true });
    for (const file of readdirSync(workspace.path('plugins', name))) {
      const inWorkspace = `plugins/${name}/${file}`;
      workspace.write(inWorkspace, workspace.read(inWorkspace).replaceAll(FIRST, name));
    }
  }
}

/**
 * A copy of a workspace with the plugin that does nothing instead of nx-nakama, whose `verify-pins` has the same inputs.
 *
 * @param {'all' | 'one'} targets all that nx-nakama infers, or `verify-pins` alone
 */
export async function copyDoingNothing(workspace, root, targets) {
  const show = [workspace.command('nx'), 'show', 'project', FIRST, '--json'];
  const { output } = await succeed(process.execPath, show, { cwd: workspace.root });
  const { projectType, sourceRoot, tags, metadata, namedInputs, targets: inferred } = JSON.parse(output);
  const { inputs, outputs, cache } = inferred['verify-pins'];
  const nothing = { executor: 'nx-do-nothing:nothing', inputs, outputs, cache };
  const copy = copyWorkspace(workspace, root);
  useProject(
    copy,
    targets === 'one'
      ? { namedInputs, targets: { 'verify-pins': nothing } }
      : {
          projectType,
          sourceRoot,
          tags,
          metadata,
          namedInputs,
          targets: { ...inferred, 'verify-pins': { ...inferred['verify-pins'], ...nothing } },
        },
  );
  return copy;
}

/** Gives every plugin of a copy this project, under its own name. */
export function useProject(copy, project) {
  const nxJson = readJson(copy.path('nx.json'));
  writeJson(copy.path('nx.json'), {
    ...nxJson,
    plugins: [{ plugin: 'nx-do-nothing', options: { first: FIRST, project } }],
  });
}
