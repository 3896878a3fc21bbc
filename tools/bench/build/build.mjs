// node tools/bench/build/build.mjs [--plugins N] [--runs N]
// Plugins built by one nx run-many, beside go build in a loop with the same flags and the same exact Go; cold, with an
// empty build cache of Go, and warm: go build then has nothing to do, or links anew, as nx does.
// Needs go and a C compiler for the server. Runs take turns, because the machine may have other work.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { succeed, workspaceEnvironment } from '../../workspaces/processes.mjs';
import { createWorkspace, withTemporaryFolder } from '../../workspaces/workspace.mjs';
import { printRatios, printTable } from '../verify/figures.mjs';
import { generatePlugins } from '../verify/plugins.mjs';

const { values } = parseArgs({
  options: { plugins: { type: 'string', default: '10' }, runs: { type: 'string', default: '3' } },
});
const [plugins, runs] = [Number(values.plugins), Number(values.runs)];
if (!(plugins > 0 && runs > 0)) throw new Error('--plugins and --runs must be numbers above 0');

await withTemporaryFolder(async (folder) => {
  console.error(`… making a workspace with ${plugins} plugins`);
  const workspace = await createWorkspace(folder);
  await generatePlugins(workspace, plugins);
  const goCache = path.join(folder, 'go-build');
  const env = workspaceEnvironment({ GOCACHE: goCache });
  const list = await succeed(process.execPath, [workspace.command('nx'), 'show', 'projects', '--json'], {
    cwd: workspace.root,
    env,
  });
  const names = JSON.parse(list.output.slice(list.output.indexOf('['))).sort();
  const version = /^go (.+)$/m.exec(workspace.read(`plugins/${names[0]}/go.mod`))[1];

  const nx = async (...more) => {
    const args = ['run-many', '-t', 'build', ...more];
    return (await succeed(process.execPath, [workspace.command('nx'), ...args], { cwd: workspace.root, env }))
      .ms;
  };
  const loop = async () => {
    const goEnv = { ...env, GOTOOLCHAIN: `go${version}`, GOFLAGS: ' ', GOWORK: 'off', CGO_ENABLED: '1' };
    const flags = ['-buildmode=plugin', '-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
    let ms = 0;
    for (const name of names) {
      const output = path.join(folder, 'loop', `${name}.so`);
      const cwd = workspace.path('plugins', name);
      ms += (await succeed('go', ['build', ...flags, '-o', output, '.'], { cwd, env: goEnv })).ms;
    }
    return ms;
  };
  const loopAnew = () => {
    rmSync(path.join(folder, 'loop'), { recursive: true, force: true });
    return loop();
  };
  const cold = async (work) => {
    rmSync(goCache, { recursive: true, force: true });
    return work();
  };

  const measured = { coldNx: [], coldLoop: [], warmNx: [], warmLoop: [], linkedLoop: [], cached: [] };
  for (let run = 0; run < runs; run++) {
    console.error(`… run ${run + 1} of ${runs}`);
    measured.coldLoop.push(await cold(loop));
    measured.warmLoop.push(await loop());
    measured.linkedLoop.push(await loopAnew());
    measured.coldNx.push(await cold(() => nx('--skip-nx-cache')));
    measured.warmNx.push(await nx('--skip-nx-cache'));
    await nx();
    measured.cached.push(await nx());
  }
  printTable(
    [
      { what: 'go build in a loop, cold', runs: measured.coldLoop },
      { what: 'nx run-many -t build, cold', runs: measured.coldNx },
      { what: 'go build in a loop, nothing to do', runs: measured.warmLoop },
      { what: 'go build in a loop, linking anew', runs: measured.linkedLoop },
      { what: 'nx run-many -t build, warm', runs: measured.warmNx },
      { what: 'nx run-many -t build, from the cache of Nx', runs: measured.cached },
    ],
    plugins,
  );
  console.log();
  printRatios([
    { what: 'nx / loop, cold', above: measured.coldNx, below: measured.coldLoop },
    { what: 'nx / loop, linking anew', above: measured.warmNx, below: measured.linkedLoop },
    { what: 'nx / loop, nothing to do', above: measured.warmNx, below: measured.warmLoop },
    { what: 'loop, nothing to do / nx from its cache', above: measured.warmLoop, below: measured.cached },
  ]);
});
