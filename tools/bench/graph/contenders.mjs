// Copies of one workspace, each with another plugin for Go.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, succeed } from '../../workspaces/processes.mjs';
import { copyWorkspace, createWorkspace, readJson, writeJson } from '../../workspaces/workspace.mjs';
import { writeModules } from './modules.mjs';

export const STORED = 'projects from a file';

const STORED_PLUGIN = `const nodes = () => JSON.parse(require('node:fs').readFileSync(__dirname + '/nodes.json', 'utf8'));
exports.name = 'stored-projects';
exports.createNodes = exports.createNodesV2 = ['**/go.mod', nodes];
exports.createDependencies = () => [];
`;

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
    const { root, name, projectType, sourceRoot, tags, metadata, namedInputs, targets } = data;
    const project = { name, projectType, sourceRoot, tags, metadata, namedInputs, targets };
    writeJson(bare.path(root, 'project.json'), project);
  }
  const contenders = [
    { name: 'Nx alone', workspace: bare },
    { name: STORED, workspace: storedProjects(ours, graph, path.join(folder, 'stored')) },
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

/**
 * What any plugin costs that infers these projects: one more process, and its projects handed over. This one reads nothing
 * but the projects themselves, from one file.
 */
function storedProjects(ours, graph, root) {
  const workspace = copyWorkspace(ours, root);
  const nodes = Object.values(graph.nodes).map(({ data }) => {
    const { root: dir, name, projectType, sourceRoot, tags, metadata, namedInputs, targets } = data;
    const project = { root: dir, name, projectType, sourceRoot, tags, metadata, namedInputs, targets };
    return [`${dir}/go.mod`, { projects: { [dir]: project } }];
  });
  // As a package: Nx looks for the project of a plugin that is a file of the workspace, which takes a second.
  const folder = workspace.path('node_modules', 'stored-projects');
  mkdirSync(folder);
  writeJson(path.join(folder, 'package.json'), {
    name: 'stored-projects',
    version: '0.0.0',
    main: 'index.js',
  });
  writeJson(path.join(folder, 'nodes.json'), nodes);
  writeFileSync(path.join(folder, 'index.js'), STORED_PLUGIN);
  writeJson(workspace.path('nx.json'), { analytics: false, plugins: ['stored-projects'] });
  return workspace;
}

async function graphOf(workspace) {
  mkdirSync(workspace.path('out'), { recursive: true });
  const file = workspace.path('out', 'graph.json');
  const args = [workspace.command('nx'), 'graph', '--file', file];
  await succeed(process.execPath, args, { cwd: workspace.root });
  return readJson(file).graph;
}
