// Checks one plugin in a fresh process: node check.mjs <dist of nakama-pins> <file> <release> <passes>
// Prints the milliseconds of loading the code and of each pass, which opens the workspace anew, and the peak of memory in the first.
import { createRequire } from 'node:module';
import path from 'node:path';

const [dist, file, release, passes] = process.argv.slice(2);
const atRest = process.resourceUsage().maxRSS;
const begun = performance.now();
const { openWorkspace } = createRequire(import.meta.url)(path.join(dist, 'index.js'));
const loaded = performance.now() - begun;

const ms = [];
let verdict;
let peak;
for (let pass = 0; pass < Number(passes); pass++) {
  const start = performance.now();
  const { modules } = openWorkspace({ root: path.dirname(file), release }).checkArtifacts([file]);
  [{ verdict }] = modules;
  ms.push(performance.now() - start);
  // The memory of one check: later passes leave garbage that is collected late.
  peak ??= process.resourceUsage().maxRSS;
}
const megabytes = (kilobytes) => kilobytes / 1024;
console.log(
  JSON.stringify({
    verdict,
    loaded,
    ms,
    atRest: megabytes(atRest),
    peak: megabytes(peak),
  }),
);
