// What verifying many plugins costs, compared with the same run without the verifying and with `go list -m all`. All in
// one run, by turns. Medians, because the machine may have other work. No daemon, and nothing from a cache.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hasCommand } from '../../check/processes.mjs';
import { succeed, workspaceEnvironment } from '../../workspaces/processes.mjs';
import { createWorkspace, withTemporaryFolder } from '../../workspaces/workspace.mjs';
import { byTurns, median, printRatios, printTable } from './figures.mjs';
import { copyDoingNothing, generatePlugins, pluginName, useProject } from './plugins.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
/** So many `go list -m all` are timed; the rest is extrapolated. */
const GO_SAMPLE = 50;
const UNCACHED = ['--skip-nx-cache'];
const GO_LIST = ['list', '-m', 'all'];
/** `-m all` does not show which packages are linked, which the core knows from the catalog. */
const GO_DEPS = ['list', '-deps', '.'];
/** The Go on PATH if it is new enough, else the one that go.mod names. */
const GO_ENVIRONMENT = workspaceEnvironment({ GOFLAGS: '', GOWORK: 'off', GOTOOLCHAIN: 'auto' });

async function main() {
  const { plugins, runs, isCached } = options();
  await withTemporaryFolder(async (folder) => {
    note(`making three workspaces with ${plugins} plugins each`);
    const workspace = await createWorkspace(folder, [path.join(here, 'do-nothing')]);
    await generatePlugins(workspace, plugins);
    const nothing = await copyDoingNothing(workspace, path.join(folder, 'all'), 'all');
    const single = await copyDoingNothing(workspace, path.join(folder, 'one'), 'one');
    const contenders = { workspace, nothing, single, plugins, runs };
    report(isCached ? await measureCached(contenders) : await measure(contenders), plugins);
  });
}

function options() {
  const { values } = parseArgs({
    options: {
      plugins: { type: 'string', default: '1000' },
      runs: { type: 'string', default: '5' },
      cached: { type: 'boolean', default: false },
    },
  });
  const number = (name) => {
    if (!/^[1-9]\d{0,4}$/.test(values[name])) throw new Error(`--${name} must be a number from 1 to 99999`);
    return Number(values[name]);
  };
  return { plugins: number('plugins'), runs: number('runs'), isCached: values.cached };
}

/** The run before the first fills the cache. */
async function measureCached({ workspace, nothing, runs }) {
  const verifying = (contender) => () => nxRun(contender, ['-t', 'verify-pins']);
  return byTurns({ nxCached: verifying(workspace), nxNothingCached: verifying(nothing) }, runs);
}

/** Each value: milliseconds of every run, for all plugins. */
async function measure({ workspace, nothing, single, plugins, runs }) {
  const fresh = async () => (await core(workspace, 'modules', { plugins, passes: 1 }))[0];
  const discovery = async () => (await core(workspace, 'workspace', { plugins, passes: 1 }))[0];
  const command = () => timed(workspace, workspace.command('nakama-pins'), ['verify']);
  const verifying = (contender, more) => () => nxRun(contender, ['-t', 'verify-pins', ...more]);
  const nx = verifying(workspace, UNCACHED);
  const nxNothing = verifying(nothing, UNCACHED);
  const nxSingle = verifying(single, UNCACHED);
  const nxCached = verifying(workspace, []);
  const nxNothingCached = verifying(nothing, []);

  note('core and command');
  // The first pass is that of a fresh process, which is shown separately below.
  const [, ...warm] = await core(workspace, 'modules', { plugins, passes: runs + 1 });
  const own = { warm, ...(await byTurns({ fresh, discovery, command }, runs)) };
  note('Nx, by turns with and without nx-nakama');
  const nxRuns = await byTurns({ nx, nxNothing, nxSingle, nxCached, nxNothingCached }, runs);
  if (!hasCommand('go')) {
    note('there is no go on the PATH: what is compared with it is left out');
    return { ...own, ...nxRuns };
  }
  note('go list');
  const goList = await goListAlone(workspace, plugins, GO_LIST);
  const goDeps = await goListAlone(workspace, plugins, GO_DEPS);
  note('Nx with go list -m all as a command');
  const nxGoList = await nxGoLists(nothing, plugins, Math.min(runs, 3));
  return { ...own, ...nxRuns, goList, goDeps, ...nxGoList };
}

/** The milliseconds of each pass. */
async function core(workspace, way, { plugins, passes }) {
  const args = [path.join(here, 'core.mjs'), workspace.root, way, String(passes)];
  const { output } = await succeed(process.execPath, args, { cwd: workspace.root });
  const { loads, ms } = JSON.parse(output);
  if (loads !== plugins) throw new Error(`only ${loads} of ${plugins} plugins load`);
  return ms;
}

function nxRun(workspace, args) {
  return timed(workspace, workspace.command('nx'), ['run-many', ...args], GO_ENVIRONMENT);
}

async function timed(workspace, script, args, env) {
  const { ms } = await succeed(process.execPath, [script, ...args], { cwd: workspace.root, env });
  return ms;
}

/** One value for each plugin, scaled to all. */
async function goListAlone(workspace, plugins, args) {
  const inPlugin = (index) =>
    succeed('go', args, { cwd: workspace.path('plugins', pluginName(index)), env: GO_ENVIRONMENT });
  // Fills the module cache.
  await inPlugin(0);
  const runs = [];
  for (let index = 0; index < Math.min(GO_SAMPLE, plugins); index++) {
    runs.push((await inPlugin(index)).ms * plugins);
  }
  return runs;
}

/** The time before Nx's first task is not scaled: it comes from runs without any task. */
async function nxGoLists(nothing, plugins, runs) {
  const target = 'list-modules';
  const command = { command: ['go', ...GO_LIST].join(' '), cwd: '{projectRoot}' };
  useProject(nothing, { targets: { [target]: { executor: 'nx:run-commands', options: command } } });
  const sample = Array.from({ length: Math.min(GO_SAMPLE, plugins) }, (_, index) => pluginName(index));
  const { some, none } = await byTurns(
    {
      some: () => nxRun(nothing, ['-t', target, '-p', sample.join(','), ...UNCACHED]),
      none: () => nxRun(nothing, ['-t', 'no-such-target', ...UNCACHED]),
    },
    runs,
  );
  const graph = median(none);
  return { nxNone: none, nxGoList: some.map((ms) => graph + ((ms - graph) / sample.length) * plugins) };
}

function report(results, plugins) {
  const sample = Math.min(GO_SAMPLE, plugins);
  const rows = {
    warm: 'core: verify() of each',
    fresh: 'core: the same in a fresh process',
    discovery: 'core: verifyWorkspace(), fresh process',
    command: 'nakama-pins verify, whole process',
    nx: 'nx run-many -t verify-pins',
    nxNothing: 'nx run-many, a batch that does nothing',
    nxSingle: 'the same, projects with one target',
    nxCached: 'nx run-many -t verify-pins, all cached',
    nxNothingCached: 'a batch that does nothing, all cached',
    nxNone: 'nx run-many, no task',
    goList: `go list -m all, of ${sample} *`,
    goDeps: `go list -deps, of ${sample} *`,
    nxGoList: `nx run-many, run-commands go list, of ${sample} **`,
  };
  const measured = Object.entries(rows).filter(([name]) => name in results);
  console.log(
    `\n${plugins} plugins, wall time; Nx without daemon, and without cache where nothing else is said\n`,
  );
  printTable(
    measured.map(([name, what]) => ({ what, runs: results[name] })),
    plugins,
  );
  if ('goList' in results) {
    console.log(`\n*  ${sample} timed one by one, each times ${plugins}`);
    console.log(`** (time of ${sample} tasks - no task) / ${sample} x ${plugins} + no task`);
  }
  console.log(
    '\nratio of the medians, and of the fastest runs, which other work on the machine disturbs least\n',
  );
  printRatios(ratiosOf(results, plugins));
}

function ratiosOf(
  { warm, nx, nxNothing, nxSingle, nxCached, nxNothingCached, goList, goDeps, nxGoList },
  plugins,
) {
  const cached = {
    what: 'all cached / nothing, all cached',
    above: nxCached,
    below: nxNothingCached,
    wanted: { atMost: 1.1 },
  };
  if (!warm) return [cached];
  const ratios = [
    { what: 'core, ms a plugin', above: warm, below: [plugins], wanted: { atMost: 0.4 } },
    { what: 'nx verify-pins / nothing', above: nx, below: nxNothing, wanted: { atMost: 1.2 } },
    { what: 'nx verify-pins / nothing, one target', above: nx, below: nxSingle, wanted: { atMost: 1.35 } },
    cached,
  ];
  if (!goList) return ratios;
  return [
    ...ratios,
    { what: 'go list -m all / core', above: goList, below: warm, wanted: { atLeast: 100 } },
    { what: 'go list -deps / core', above: goDeps, below: warm },
    { what: 'nx run-commands go list / nx verify-pins', above: nxGoList, below: nx, wanted: { atLeast: 30 } },
  ];
}

function note(text) {
  console.error(`… ${text}`);
}

main().catch((error) => {
  console.error(`bench verify: ${error.message}`);
  process.exitCode = 1;
});
