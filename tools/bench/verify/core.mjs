// Passes of the core in a fresh process: node core.mjs <workspace root> modules|workspace <passes>
// Prints how many plugins load and the milliseconds of each pass, without those of loading the code. The first pass
// runs code that the engine has not compiled yet; the later ones show what the core itself costs.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [root, way, passes] = process.argv.slice(2);
const { openWorkspace } = createRequire(path.join(root, 'package.json'))('nakama-pins');
const dirs = readdirSync(path.join(root, 'plugins')).map((name) => `plugins/${name}`);

const WAYS = {
  /** As the batch executor: the folders are known. */
  modules: () => openWorkspace({ root }).verify(dirs, { only: true }),
  /** As the command: the folders are searched for. */
  workspace: () => openWorkspace({ root }).verify(['.']),
};

const ms = [];
let loads;
for (let pass = 0; pass < Number(passes); pass++) {
  const begun = performance.now();
  const { modules } = await WAYS[way]();
  ms.push(performance.now() - begun);
  loads = modules.filter(({ verdict }) => verdict === 'loads').length;
}
console.log(JSON.stringify({ loads, ms }));
