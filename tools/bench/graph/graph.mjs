// What the project graph costs: Nx alone with the same projects declared by hand, with nx-nakama, and with the other
// plugins for Go, each from npm in a copy of its own; by turns in one run. Without daemon, cold (no .nx) and warm.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { succeed, workspaceEnvironment } from '../../workspaces/processes.mjs';
import { withTemporaryFolder } from '../../workspaces/workspace.mjs';
import { byTurns, median, printRatios, printTable } from '../verify/figures.mjs';
import { makeContenders, STORED } from './contenders.mjs';

const ENVIRONMENT = workspaceEnvironment();
const SHOW = ['show', 'projects'];
/** Every tenth plugin uses this library, and some more. */
const EDITED = 'libs/lib0001/part1/file1.go';

async function main() {
  const { values } = parseArgs({
    options: {
      modules: { type: 'string', default: '200' },
      files: { type: 'string', default: '20' },
      runs: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      affected: { type: 'boolean', default: false },
    },
  });
  const [modules, files, runs] = [values.modules, values.files, values.runs].map(Number);
  if (!(modules > 9 && files > 0 && runs > 0))
    throw new Error('--modules must be above 9, --files and --runs above 0');
  const only = values.only.split(',').filter(Boolean);
  await withTemporaryFolder(async (folder) => {
    console.error(`… making ${modules} modules with ${files} Go files each`);
    const contenders = await makeContenders(folder, { modules, files, only });
    for (const { name, edges } of contenders) console.log(`${name}: ${edges} dependencies`);
    const show = values.affected ? [...SHOW, '--affected', `--files=${EDITED}`] : SHOW;
    if (values.affected) await printAffected(contenders, show);
    for (const temperature of ['cold', 'warm']) {
      const measurements = contenders.map((one) => [one.name, timed(one, { temperature, show })]);
      const results = await byTurns(Object.fromEntries(measurements), runs);
      report(temperature, results, { modules, show });
    }
  });
}

/** Of so many modules, those that a change of the library reaches. */
async function printAffected(contenders, show) {
  for (const { name, workspace } of contenders) {
    const args = [workspace.command('nx'), ...show, '--json'];
    const { output } = await succeed(process.execPath, args, { cwd: workspace.root, env: ENVIRONMENT });
    console.log(`${name}: ${JSON.parse(output).length} projects are affected by ${EDITED}`);
  }
}

/** The milliseconds of one run of a contender. */
function timed({ workspace }, { temperature, show }) {
  return async () => {
    if (temperature === 'cold') rmSync(workspace.path('.nx'), { recursive: true, force: true });
    const args = [workspace.command('nx'), ...show];
    const { ms } = await succeed(process.execPath, args, { cwd: workspace.root, env: ENVIRONMENT });
    return ms;
  };
}

function report(temperature, results, { modules, show }) {
  console.log(`\nnx ${show.join(' ')}, ${temperature}, wall time; a plugin is a module here\n`);
  printTable(
    Object.entries(results).map(([what, runs]) => ({ what, runs })),
    modules,
  );
  const bare = results['Nx alone'];
  console.log('\nratio of the medians, and of the fastest runs\n');
  printRatios(
    Object.entries(results)
      .filter(([name]) => name !== 'Nx alone')
      .map(([name, runs]) => ({
        what: `${name} / Nx alone`,
        above: runs,
        below: bare,
        ...(name === 'nx-nakama' && { wanted: { atMost: 1.15 } }),
      })),
  );
  const overhead = Object.entries(results).map(
    ([name, runs]) => `${name} ${Math.round(median(runs) - median(bare))} ms`,
  );
  const stored = results[STORED];
  printRatios([{ what: `nx-nakama / ${STORED}`, above: results['nx-nakama'], below: stored }]);
  console.log(`\nmore than Nx alone (medians): ${overhead.slice(1).join(', ')}`);
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
});
