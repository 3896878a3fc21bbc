// npm run demo: three plugins in a new Nx workspace, one of them broken; the report, the fix by hand, the green run, the
// cached run. Sets itself up, leaves nothing behind, and ends with 1 if a step does not behave as expected.
import { capture } from '../workspaces/processes.mjs';
import { createWorkspace, prepareRepository, withTemporaryFolder } from '../workspaces/workspace.mjs';
import { applyFixes, breakArena, changedLines } from './arena.mjs';
import { changedFiles, ownLines, showCommand, showLines, showNote } from './screen.mjs';

const RELEASE = '3.40.0';
const PLUGINS = ['arena', 'chat', 'shop'];
const GO_MOD = 'plugins/arena/go.mod';

async function demo(workspace) {
  await nx(workspace, ['g', 'nx-nakama:init', `--release=${RELEASE}`]);
  showCommand(`for name in ${PLUGINS.join(' ')}; do npx nx g nakama-plugin $name; done`);
  for (const name of PLUGINS) showLines(changedFiles(await nx(workspace, ['g', 'nakama-plugin', name])));

  showNote("arena takes up zap and the multierr that zap asks for, with a computer's newer Go:");
  editByHand(workspace, breakArena);
  const red = await verify(workspace, { exitCode: 1, fails: ['arena'], loads: ['chat', 'shop'], cached: 0 });

  showNote('what the findings say, done by hand:');
  editByHand(workspace, () => applyFixes(workspace, fixesOf(red)));
  await verify(workspace, { exitCode: 0, fails: [], loads: PLUGINS, cached: 2 });
  await verify(workspace, { exitCode: 0, fails: [], loads: PLUGINS, cached: 3 });
}

function editByHand(workspace, edit) {
  const before = workspace.read(GO_MOD);
  edit(workspace);
  showCommand(`$EDITOR ${GO_MOD}`);
  showLines(changedLines(before, workspace.read(GO_MOD)));
}

/** Verifies all plugins at once and checks that the run prints what is expected. */
async function verify(workspace, { exitCode, fails, loads, cached }) {
  const args = ['run-many', '-t', 'verify-pins', '--outputStyle=static'];
  showCommand(`npx nx ${args.join(' ')}`);
  const output = await nx(workspace, args, exitCode);
  showLines(ownLines(output));
  const expected = [
    ...fails.map((name) => `✘ plugins/${name} fails (Nakama ${RELEASE})`),
    ...loads.map((name) => `✔ plugins/${name} loads (Nakama ${RELEASE})`),
  ];
  for (const line of expected) expect(output.split('\n').includes(line), `a line "${line}"`, output);
  const hits = Number(/Cache:\s+(\d+)\/\d+ hit/.exec(output)?.[1]);
  expect(hits === cached, `${cached} results from the cache`, output);
  return output;
}

function fixesOf(output) {
  const fixes = [...output.matchAll(/^ +fix: (.+)$/gm)].map(([, fix]) => fix);
  expect(fixes.length === 3, 'a fix for each of the three mistakes', output);
  return fixes;
}

/** Runs Nx in the workspace, which must end with the exit code, and returns its output. */
async function nx(workspace, args, exitCode = 0) {
  const { code, output } = await capture(process.execPath, [workspace.command('nx'), ...args], {
    cwd: workspace.root,
  });
  expect(code === exitCode, `exit code ${exitCode}, not ${code}`, output);
  return output;
}

function expect(holds, what, output) {
  if (!holds) throw new Error(`the last command should have given ${what}. It said:\n${output}`);
}

async function main() {
  showNote(`setting up: dependencies, build, a temporary Nx workspace for Nakama ${RELEASE} with nx-nakama`);
  await prepareRepository();
  await withTemporaryFolder(async (folder) => demo(await createWorkspace(folder)));
  showNote('done; the temporary workspace is removed');
}

main().catch((error) => {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
});
