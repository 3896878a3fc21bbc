// What the sync generator costs if nothing is out of step: Nx with and without it, by turns in one run. Medians,
// because the machine may have other work. No daemon.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { succeed, workspaceEnvironment } from '../../workspaces/processes.mjs';
import {
  copyWorkspace,
  createWorkspace,
  readJson,
  withTemporaryFolder,
  writeJson,
} from '../../workspaces/workspace.mjs';
import { byTurns, printRatios, printTable } from '../verify/figures.mjs';
import { generatePlugins } from '../verify/plugins.mjs';

const ENVIRONMENT = workspaceEnvironment();

const ROWS = {
  syncing: 'nx sync:check',
  notSyncing: 'nx sync:check, the generator switched off',
};

async function main() {
  const { values } = parseArgs({
    options: { plugins: { type: 'string', default: '1000' }, runs: { type: 'string', default: '5' } },
  });
  const [plugins, runs] = [Number(values.plugins), Number(values.runs)];
  if (!(plugins > 0 && runs > 0)) throw new Error('--plugins and --runs must be numbers above 0');
  await withTemporaryFolder(async (folder) => {
    console.error(`… making two workspaces with ${plugins} plugins each`);
    const workspace = await createWorkspace(folder);
    await generatePlugins(workspace, plugins);
    const off = copyWithoutGenerator(workspace, path.join(folder, 'copy'));
    report(await byTurns(measurements(workspace, off), runs), plugins);
  });
}

function copyWithoutGenerator(workspace, root) {
  const copy = copyWorkspace(workspace, root);
  const nxJson = readJson(copy.path('nx.json'));
  writeJson(copy.path('nx.json'), { ...nxJson, sync: {} });
  return copy;
}

function measurements(workspace, off) {
  const nx = (where, ...args) =>
    succeed(process.execPath, [where.command('nx'), ...args], { cwd: where.root, env: ENVIRONMENT }).then(
      ({ ms }) => ms,
    );
  return {
    syncing: () => nx(workspace, 'sync:check'),
    notSyncing: () => nx(off, 'sync:check'),
  };
}

function report(results, plugins) {
  console.log(`\n${plugins} plugins in step, wall time; Nx without daemon\n`);
  printTable(
    Object.entries(ROWS).map(([name, what]) => ({ what, runs: results[name] })),
    plugins,
  );
  console.log(
    '\nratio of the medians, and of the fastest runs, which other work on the machine disturbs least\n',
  );
  const { syncing, notSyncing } = results;
  printRatios([{ what: 'nx sync:check, with / without the generator', above: syncing, below: notSyncing }]);
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
});
