// Writes docs/pins.md: what pinning made of the corpus, and Go's verdict. Needs only pinned.json and judged.json.
// `--check` writes nothing and exits with 1 if the page is out of date, or if pin and Go disagree.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from './corpus.mjs';
import { outcomeOf, renderPins } from './render-pins.mjs';

const PAGE = join(repoRoot, 'docs/pins.md');

const [pinned, judged] = ['pinned.json', 'judged.json'].map((file) =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')),
);
const rows = pinned.map((row) => ({
  ...row,
  before: judged.find(({ module, release }) => module === row.module && release === row.release),
}));
const wrong = rows.filter((row) => outcomeOf(row) === 'wrong');
for (const { module, release, ours, judged: theirs } of wrong) {
  console.error(`${module} at ${release}: ours ${ours.verdict}, the judge's ${theirs?.verdict}`);
}
const page = renderPins(rows);
if (!process.argv.includes('--check')) {
  writeFileSync(PAGE, page);
} else if (page !== readFileSync(PAGE, 'utf8')) {
  console.error('docs/pins.md is out of date: run node tools/corpus/pin-table.mjs');
  process.exitCode = 1;
}
if (wrong.length > 0) process.exitCode = 1;
