// npm run fuzz -- [files kills elf growth] [--seconds N] [--seed N]
// Runs the fuzzers one after the other, each for its part of the time, and prints what each found. `npm test` does so for
// a minute with seed 1; by hand: --seconds 3600 --seed 2. Exit code 1 where one found a fault.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from '../check/processes.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** What each attacks, and its share of the time. */
const FUZZERS = {
  files: { what: 'damaged files of a workspace', share: 0.25 },
  kills: { what: 'commands that are ended at any moment', share: 0.25 },
  elf: { what: 'damaged headers of plugins, beside dlopen', share: 0.25 },
  growth: { what: 'inputs of any size: work that grows with the square', share: 0.25 },
};

/** The fuzzers that say so have nothing to work on here: no go, no gcc. */
const NOTHING = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(FUZZERS);
const unknown = names.filter((name) => !Object.hasOwn(FUZZERS, name));
if (unknown.length > 0) {
  console.error(`there is no fuzzer ${unknown.join(', ')}; there are ${Object.keys(FUZZERS).join(', ')}`);
  process.exit(2);
}

const shares = names.reduce((sum, name) => sum + FUZZERS[name].share, 0);
const ends = {};
for (const name of names.filter((name) => existsSync(path.join(here, `${name}.mjs`)))) {
  const { what, share } = FUZZERS[name];
  console.log(`\n── ${name}: ${what}`);
  const seconds = Math.ceil((Number(values.seconds) * share) / shares);
  const args = ['--seconds', String(seconds), '--seed', values.seed];
  const code = await run(process.execPath, [path.join(here, `${name}.mjs`), ...args]);
  ends[name] = code === 0 ? 'no fault' : code === NOTHING ? 'skipped: see above' : 'FAULTS: see above';
}
console.log(
  `\n${Object.entries(ends)
    .map(([name, end]) => `${name}: ${end}`)
    .join('\n')}`,
);
process.exitCode = Object.values(ends).some((end) => end.startsWith('FAULTS')) ? 1 : 0;
