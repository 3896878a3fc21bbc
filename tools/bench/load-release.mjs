/**
 * Measures opening the catalog and loading a release, each in a fresh process: `node tools/bench/load-release.mjs`.
 * Needs `npx nx build nakama-pins` first. Figures are wall time, so run it on a machine that does nothing else.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = 15;
const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../packages/nakama-pins/dist');
const program = `
  const { openCatalog } = require(${JSON.stringify(path.join(dist, 'index.js'))});
  const now = () => Number(process.hrtime.bigint()) / 1e6;
  const t0 = now();
  const catalog = openCatalog();
  const t1 = now();
  const release = catalog.load(process.argv[1]);
  release.isLinked('go.uber.org/zap');
  const t2 = now();
  release.fingerprints(release.measuredPlatforms[0]);
  const t3 = now();
  process.stdout.write(JSON.stringify([t1 - t0, t2 - t1, t3 - t2]));
`;

for (const release of ['3.40.0', '3.33.1', '3.15.0', '3.7.0']) {
  const runs = Array.from({ length: RUNS }, () =>
    JSON.parse(execFileSync(process.execPath, ['-e', program, release])),
  );
  const row = ['open', 'load', 'fingerprints'].map((name, column) => {
    const sorted = runs.map((run) => run[column]).sort((a, b) => a - b);
    return `${name} ${sorted[RUNS >> 1].toFixed(2)} (at most ${sorted[RUNS - 1].toFixed(2)})`;
  });
  console.log(`${release}  ms, median of ${RUNS} fresh processes: ${row.join(', ')}`);
}
