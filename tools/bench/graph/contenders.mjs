// Copies of one workspace, each with another plugin for Go.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { npm, succeed } from '../../workspaces/processes.mjs';
import { copyWorkspace, createWorkspace, readJson, writeJson } from '../../workspaces/workspace.mjs';
import { writeModules } from './modules.mjs';

/** The newest that goes with the Nx of this repository. */
const PEERS = ['@nx-go/nx-go', '@naxodev/gonx'];

/**
 * @param {string} folder an empty one for everything
 * @returns the name, workspace and number of dependencies of each; Nx alone is the first
 */
export async function makeContenders(folder, { modules, files, only }) {
  const ours = await createWorkspace(folder);
  writeModules(ours, modules, files);
  writeJson(ours.path('nx.json'), { analytics: false, plugins: ['nx-nakama'] });
  const graph = await graphOf(ours);
  const bare = copyWorkspace(ours, path.join(folder, 'bare'));
  writeJson(bare.path('nx.json'), { analytics: false });
  for (const { data } of Object.values(graph.nodes)) {
    const { root, name, projectType, sourceRoot, tags, targets } = data;
    writeJson(bare.path(root, 'project.json'), { name, projectType, sourceRoot, tags, targets });
  }
  const contenders = [
    { name: 'Nx alone', workspace: bare },
    { name: 'nx-nakama', workspace: ours },
  ];
  for (const name of PEERS.filter((peer) => only.length === 0 || only.some((part) => peer.includes(part)))) {
    const workspace = copyWorkspace(ours, path.join(folder, name.replace('/', '-')));
    const args = ['--save-dev', '--prefer-offline', '--no-audit', '--no-fund', '--legacy-peer-deps'];
    await npm(['install', ...args, name], { cwd: workspace.root });
    writeJson(workspace.path('nx.json'), { analytics: false, plugins: [name] });
    contenders.push({ name, workspace });
  }
  const counted = [];
  for (const contender of contenders) {
    try {
      const { dependencies } = await graphOf(contender.workspace);
      counted.push({ ...contender, edges: Object.values(dependencies).flat().length });
    } catch (error) {
      const reason = error.message.split('\n').filter((line) => /error|abort/i.test(line))[1] ?? 'no graph';
      console.log(`${contender.name}: fails and is left out: ${reason.trim().slice(0, 160)}`);
    }
  }
  return counted;
}

async function graphOf(workspace) {
  mkdirSync(workspace.path('out'), { recursive: true });
  const file = workspace.path('out', 'graph.json');
  const args = [workspace.command('nx'), 'graph', '--file', file];
  await succeed(process.execPath, args, { cwd: workspace.root });
  return readJson(file).graph;
}
