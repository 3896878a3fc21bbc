// What starting the command costs: the published form beside the form that was published before, the same sources as a
// file for each module and all commands loaded at the start, and beside a Node that does nothing. All in one run, by
// turns. Medians of wall time, and of what the processor worked for the process.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { binary, repoRoot } from '../../check/processes.mjs';
import { capture, npm, succeed, workspaceEnvironment } from '../../workspaces/processes.mjs';
import { withTemporaryFolder } from '../../workspaces/workspace.mjs';
import { byTurns, median, printRatios, printTable } from '../verify/figures.mjs';

const PACKAGE_DIR = path.join(repoRoot, 'packages/nakama-pins');
/** Inside the package, where the files find the catalog and other packages. */
const UNBUNDLED = path.join(PACKAGE_DIR, 'tmp/unbundled');
/** Node keeps compiled code from 22.1 on. */
const NODES = { 20: { atMost: 0.6 }, 22: { atMost: 0.5 } };
/** What a run loaded before its command was known. */
const LOADED_FIRST = ['cli', 'open-workspace', 'verify', 'pinning', 'building', 'loading', 'go-targets'];
const COMMANDS = { verify: ['verify'], version: ['--version'], help: ['--help'] };
/** Says on standard error what the processor worked for the process, in milliseconds. */
const USAGE = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write('cpu ' + (userCPUTime + systemCPUTime) / 1000 + ' files ' + Object.keys(require.cache).length);
});
`;

async function main() {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '15' } } });
  const runs = Number(values.runs);
  if (!(runs > 0)) throw new Error('--runs must be a number above 0');
  await withTemporaryFolder(async (folder) => {
    note('making the form with a file for each module');
    const tsc = ['-p', path.join(PACKAGE_DIR, 'tsconfig.lib.json'), '--outDir', UNBUNDLED];
    await succeed(process.execPath, [binary('typescript', 'tsc'), ...tsc], { cwd: repoRoot });
    try {
      writeFileSync(path.join(UNBUNDLED, 'eager.js'), eagerStart());
      const workspace = writeWorkspace(folder);
      for (const [major, wanted] of Object.entries(NODES)) {
        const node = await nodeOf(major, folder);
        if (node === undefined) console.log(`\nNode ${major}: the registry of npm gives none`);
        else await report(node, wanted, workspace, runs);
      }
    } finally {
      rmSync(UNBUNDLED, { recursive: true, force: true });
    }
  });
}

function eagerStart() {
  const files = LOADED_FIRST.flatMap((room) =>
    readdirSync(path.join(UNBUNDLED, room))
      .filter((file) => file.endsWith('.js') && file !== 'main.js')
      .map((file) => `./${room}/${file}`),
  );
  return [...files, './cli/main.js'].map((file) => `require(${JSON.stringify(file)});\n`).join('');
}

/** One plugin. */
function writeWorkspace(folder) {
  const root = path.join(folder, 'game');
  const files = {
    'usage.cjs': USAGE,
    'empty.js': '',
    'nakama.json': '{ "release": "3.40.0", "platforms": ["linux/amd64"] }\n',
    'compose.yml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.40.0\n',
    'plugins/arena/go.mod':
      'module example.com/arena\n\ngo 1.26.5\n\nrequire github.com/heroiclabs/nakama-common v1.47.0\n',
    'plugins/arena/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.40.0\n',
    'plugins/arena/main.go': `package main

import "github.com/heroiclabs/nakama-common/runtime"

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

/** A Node of a major: ours, or that of npm's package node; undefined if there is none. */
async function nodeOf(major, folder) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const prefix = path.join(folder, `node-${major}`);
  mkdirSync(prefix);
  // Its script links the program that it has downloaded as a package of the system.
  writeFileSync(path.join(prefix, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }');
  try {
    await npm(['install', '--no-audit', '--no-fund', `node@${major}`], { cwd: prefix });
    const node = path.join(prefix, 'node_modules/node/bin/node');
    await succeed(node, ['--version'], { cwd: prefix });
    return node;
  } catch (error) {
    note(error.message);
    return undefined;
  }
}

async function report(node, wanted, cwd, runs) {
  const { output: version } = await succeed(node, ['--version'], { cwd });
  const cache = path.join(cwd, `../compiled-${version.trim()}`);
  const measure = (script, args) => started(node, cwd, script, args, cache);
  const programs = { empty: () => measure('empty.js', []) };
  for (const [name, args] of Object.entries(COMMANDS)) {
    programs[`${name} unbundled`] = () => measure(path.join(UNBUNDLED, 'eager.js'), args);
    programs[`${name} published`] = () => measure(path.join(PACKAGE_DIR, 'dist/cli/main.js'), args);
  }
  const results = await byTurns(programs, runs);
  console.log(
    `\nNode ${version.trim()}, one plugin: wall time, then time of the processor, and files loaded\n`,
  );
  printTable(rowsOf(results, 'ms'), 1);
  console.log();
  printTable(rowsOf(results, 'cpu'), 1);
  console.log();
  for (const [name, measured] of Object.entries(results)) console.log(`${name}: ${measured[0].files} files`);
  console.log('\npublished / unbundled: ratio of the medians, and of the fastest runs\n');
  const of = (name, figure) => results[name].map((run) => run[figure]);
  printRatios(
    Object.keys(COMMANDS).flatMap((name) =>
      Object.entries({ ms: 'wall', cpu: 'processor' }).map(([figure, what]) => ({
        what: `${name}, ${what}`,
        above: of(`${name} published`, figure),
        below: of(`${name} unbundled`, figure),
        wanted: name === 'verify' ? wanted : undefined,
      })),
    ),
  );
  console.log(`\nof verify, Node alone is ${share(results, 'empty', 'verify published')} %`);
}

function share(results, part, whole) {
  const cpu = (name) => median(results[name].map((run) => run.cpu));
  return Math.round((cpu(part) / cpu(whole)) * 100);
}

function rowsOf(results, figure) {
  return Object.entries(results).map(([what, measured]) => ({
    what,
    runs: measured.map((run) => run[figure]),
  }));
}

async function started(node, cwd, script, args, cache) {
  const env = workspaceEnvironment();
  // The folder of compiled code is that of the run; the command alone decides whether it is used.
  const place = { ...env, TMPDIR: cache, TMP: cache, TEMP: cache };
  mkdirSync(cache, { recursive: true });
  const all = ['--require', path.join(cwd, 'usage.cjs'), script, ...args];
  // Verifying finds that go.sum is missing, which is as much work.
  const { code, output, ms } = await capture(node, all, { cwd, env: place });
  const usage = /cpu ([\d.]+) files (\d+)$/.exec(output);
  if (code > 1 || !usage) throw new Error(`${script} ${args.join(' ')} ended with ${code}:\n${output}`);
  return { ms, cpu: Number(usage[1]), files: Number(usage[2]) - 1 };
}

function note(text) {
  console.error(`… ${text}`);
}

main().catch((error) => {
  console.error(`bench start: ${error.message}`);
  process.exitCode = 1;
});
