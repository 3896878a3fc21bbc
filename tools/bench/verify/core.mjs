// One pass of the core in a fresh process: node core.mjs <workspace root> modules|workspace
// Prints how many plugins load and the milliseconds it took, without those of loading the code.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [root, way] = process.argv.slice(2);
const { createVerifier, verifyWorkspace } = createRequire(path.join(root, 'package.json'))('nakama-pins');
const dirs = readdirSync(path.join(root, 'plugins')).map((name) => `plugins/${name}`);

const WAYS = {
  /** As the batch executor does: the folders are known. */
  modules() {
    const verifier = createVerifier({ root });
    return dirs.map((dir) => verifier.verify(dir));
  },
  /** As the command does: the folders are looked for. */
  workspace: () => verifyWorkspace({ root, dirs: ['.'] }).modules,
};

const begun = performance.now();
const reports = WAYS[way]();
const ms = performance.now() - begun;
const loads = reports.filter(({ verdict }) => verdict === 'loads').length;
console.log(JSON.stringify({ loads, ms }));
