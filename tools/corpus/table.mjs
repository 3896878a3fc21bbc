// Writes docs/corpus.md: our verdicts on the corpus beside the judge's. Needs the built core, no Go.
// `--check` writes nothing and exits with 1 if the page is out of date or a verdict disagrees with the judge;
// `--modules` prints the rows whose named modules differ from those that the judge saw.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from 'nakama-pins';
import { corpusIsHere, readPairs, repoRoot, writeScratch } from './corpus.mjs';
import { agreementOf, moduleDifference, renderTable } from './render.mjs';

const PAGE = join(repoRoot, 'docs/corpus.md');
const options = new Set(process.argv.slice(2));

if (!corpusIsHere()) {
  console.warn('SKIPPED: the corpus (../shared/corpus) is not beside this repository.');
  process.exit(0);
}

const judged = JSON.parse(readFileSync(new URL('judged.json', import.meta.url), 'utf8'));
const rows = [];
for (const pair of readPairs()) {
  const row = judged.find(({ module, release }) => module === pair.module && release === pair.release);
  if (!row)
    throw new Error(`${pair.module} at ${pair.release} is not judged: run node tools/corpus/judge.mjs`);
  rows.push({ judged: row, report: await verify(pair) });
}
const disagreeing = rows.filter((row) => agreementOf(row) === 'disagree');
for (const { judged, report } of disagreeing) {
  console.error(
    `${judged.module} at ${judged.release}: ours ${report.verdict}, the judge's ${judged.verdict}`,
  );
}
if (options.has('--modules')) printModuleDifferences();

const page = renderTable(rows);
if (!options.has('--check')) {
  writeFileSync(PAGE, page);
} else if (page !== readFileSync(PAGE, 'utf8')) {
  console.error('docs/corpus.md is out of date: run node tools/corpus/table.mjs');
  process.exitCode = 1;
}
if (disagreeing.length > 0) process.exitCode = 1;

async function verify({ module, release }) {
  const root = mkdtempSync(join(tmpdir(), 'nakama-corpus-'));
  try {
    writeScratch(module, root);
    const { modules } = await openWorkspace({ root, release }).verify(['.'], { only: true });
    return modules[0];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function printModuleDifferences() {
  for (const row of rows) {
    const { missed, extra } = moduleDifference(row);
    if (missed.length + extra.length === 0) continue;
    const { module, release, verdict, reason } = row.judged;
    console.log(`${module} at ${release} (judge: ${verdict}${reason ? `, ${reason}` : ''})`);
    for (const path of missed) console.log(`  the judge alone: ${path}`);
    for (const path of extra) console.log(`  ours alone: ${path}`);
  }
}
