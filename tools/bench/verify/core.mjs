// Passes of the core in a fresh process: node core.mjs <workspace root> modules|workspace <passes>
// Prints how many plugins load and the milliseconds of each pass, without those of loading the code. The first pass
// runs code that the engine has not compiled yet; the later ones show what the core itself costs.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [root, way, passes] = process.argv.slice(2);
const { createVerifier, verifyWorkspace } = createRequire(path.join(root, 'package.json'))('nakama-pins');
const dirs = readdirSync(path.join(root, 'plugins')).map((name) => `plugins/${name}`);

const WAYS = {
  /** As the batch executor: the folders are known. */
  modules() {
    const verifier = createVerifier({ root });
    return dirs.map((dir) => verifier.verify(dir));
  },
  /** As the command: the folders are searched for. */
  workspace: () => verifyWorkspace({ root, dirs: ['.'] }).modules,
};

const ms = [];
let loads;
for (let pass = 0; pass < Number(passes); pass++) {
  const begun = performance.now();
  const reports = WAYS[way]();
  ms.push(performance.now() - begun);
  loads = reports.filter(({ verdict }) => verdict === 'loads').length;
}
console.log(JSON.stringify({ loads, ms }));
