// node tools/bench/artifact/artifact.mjs [--runs N]
// The check of a built plugin against the catalog, beside the real server's own check: nakama check. Needs go and gcc,
// and the server that `node tools/server/build.mjs` has built.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { repoRoot } from '../../check/processes.mjs';
import { serverPath } from '../../server/server.mjs';
import { succeed } from '../../workspaces/processes.mjs';
import { withTemporaryFolder } from '../../workspaces/workspace.mjs';
import { median, printRatios, printTable } from '../verify/figures.mjs';
import { buildPlugin, RELEASE } from './plugin.mjs';

const WANTED_MS = 30;
const WANTED_MB = 64;
const PASSES = 20;

const packageRoot = path.join(repoRoot, 'packages/nakama-pins');
const { values } = parseArgs({ options: { runs: { type: 'string', default: '15' } } });
const runs = Number(values.runs);

await withTemporaryFolder(async (folder) => {
  const file = await buildPlugin(folder);
  console.log(`arena.so: ${(statSync(file).size / 1e6).toFixed(1)} MB, Nakama ${RELEASE}\n`);

  const first = [];
  const later = [];
  const commands = [];
  const peaks = [];
  let atRest = 0;
  for (let run = 0; run < runs; run++) {
    const measured = await checkInProcess(file);
    first.push(measured.ms[0]);
    later.push(median(measured.ms.slice(1)));
    peaks.push(measured.peak);
    atRest = measured.atRest;
    commands.push(
      await timed(process.execPath, [
        path.join(packageRoot, 'dist/cli/main.js'),
        'check-artifact',
        '-r',
        RELEASE,
        file,
      ]),
    );
  }
  const server = serverPath(RELEASE);
  const hasServer = server !== undefined && existsSync(server);
  const checks = [];
  for (let run = 0; hasServer && run < runs; run++) {
    checks.push(await timed(server, ['check', '--runtime.path', path.dirname(file)]));
  }

  printTable(
    [
      { what: 'check, first in a process', runs: first },
      { what: 'check, again', runs: later },
      { what: 'nakama-pins check-artifact', runs: commands },
      ...(hasServer ? [{ what: 'nakama check', runs: checks }] : []),
    ],
    1,
  );
  if (!hasServer) console.log('\nno server to compare with: node tools/server/build.mjs');
  console.log(
    `\npeak of memory ${median(peaks).toFixed(0)} MB, of which node at rest ${atRest.toFixed(0)} MB\n`,
  );
  printRatios([
    { what: `first check / ${WANTED_MS} ms`, above: first, below: [WANTED_MS], wanted: { atMost: 1 } },
    { what: `memory / ${WANTED_MB} MB`, above: peaks, below: [WANTED_MB], wanted: { atMost: 1 } },
    ...(hasServer
      ? [
          { what: 'nakama check / first check', above: checks, below: first },
          { what: 'nakama check / the command', above: checks, below: commands },
        ]
      : []),
  ]);
});

async function checkInProcess(file) {
  const program = path.join(path.dirname(fileURLToPath(import.meta.url)), 'check.mjs');
  const args = [program, path.join(packageRoot, 'dist'), file, RELEASE, String(PASSES)];
  const { output } = await succeed(process.execPath, args, { cwd: repoRoot });
  const measured = JSON.parse(output);
  if (measured.verdict !== 'loads') throw new Error(`arena.so should load: ${output}`);
  return measured;
}

async function timed(program, args) {
  return (await succeed(program, args, { cwd: repoRoot })).ms;
}
