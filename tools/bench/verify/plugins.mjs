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
 * A copy of a workspace with the plugin that does nothing instead of nx-nakama, and with a target of the same name and
 * the same inputs.
 */
export async function copyDoingNothing(workspace, root) {
  const copy = copyWorkspace(workspace, root);
  const show = [workspace.command('nx'), 'show', 'project', FIRST, '--json'];
  const { output } = await succeed(process.execPath, show, { cwd: workspace.root });
  const { inputs, outputs, cache } = JSON.parse(output).targets['verify-pins'];
  useTargets(copy, { 'verify-pins': { executor: 'nx-do-nothing:nothing', inputs, outputs, cache } });
  return copy;
}

/** Gives every plugin of a copy these targets and no others. */
export function useTargets(copy, targets) {
  const nxJson = readJson(copy.path('nx.json'));
  writeJson(copy.path('nx.json'), {
    ...nxJson,
    plugins: [{ plugin: 'nx-do-nothing', options: { targets } }],
  });
}
