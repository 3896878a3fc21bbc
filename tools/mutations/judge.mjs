// Judges the mutations with Go itself and writes judged.json: `node judge.mjs [--seed 20261128] [--count 500]`.
// Needs go (1.21 or newer) and gcc. Two passes: the first only collects the checksums that any mutation needs into the
// go.sum of its base, so that a row is about its mutation; the second judges. Resumable: rows that are judged are kept.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { readRelease } from '../corpus/corpus.mjs';
import { applyAll } from './apply.mjs';
import { baseFolder, BASES, readBase } from './bases.mjs';
import { generate } from './generate.mjs';
import { listPackages, tidySums } from './go.mjs';
import { vendorOf, writeFiles } from './workspace.mjs';

const JUDGED = fileURLToPath(new URL('judged.json', import.meta.url));
const { values } = parseArgs({
  options: { seed: { type: 'string', default: '20261128' }, count: { type: 'string', default: '500' } },
});
const vendors = new Map(BASES.filter((base) => base.vendor).map((base) => [base.name, vendorOf(base)]));
const count = Number(values.count);
/** More than are kept, because some name a version that the module proxy does not serve. */
const SPARE = 1.3;
const rows = generate(Number(values.seed), Math.ceil(count * SPARE), filesOf);

const known = new Map(
  (existsSync(JUDGED) ? JSON.parse(readFileSync(JUDGED, 'utf8')).rows : []).map((row) => [keyOf(row), row]),
);
const pending = rows.filter((row) => !known.has(keyOf(row)));
collectSums(pending);
for (const [index, row] of pending.entries()) {
  const judged = { ...row, ...judge(row) };
  known.set(keyOf(row), judged);
  console.log(
    `${index + 1}/${pending.length} ${row.base} ${row.mutations.map((m) => m.kind)}: ${judged.verdict} ${judged.reason ?? ''}`,
  );
  if (index % 20 === 19 || index === pending.length - 1) await save();
}

async function save() {
  const kept = rows
    .map((row) => known.get(keyOf(row)))
    .filter((row) => row && isJudged(row))
    .slice(0, count);
  const text = JSON.stringify({ seed: Number(values.seed), rows: kept });
  writeFileSync(JUDGED, await format(text, { ...(await resolveConfig(JUDGED)), filepath: JUDGED }));
}

/** Go could judge it: a module that is not served here says nothing of the plugin. */
function isJudged({ reason }) {
  return reason !== 'module not served';
}

function keyOf({ base, mutations }) {
  return JSON.stringify([base, mutations]);
}

/** What go adds to go.sum for any of the rows goes into the go.sum of their base. */
function collectSums(pending) {
  for (const base of BASES.filter(({ vendor }) => !vendor)) {
    const sums = new Set(readBase(base)['go.sum'].split('\n').filter(Boolean));
    for (const { mutations } of pending.filter((row) => row.base === base.name)) {
      const withoutSums = mutations.filter(({ kind }) => !kind.startsWith('sum-'));
      inFolder(base, applyAll(filesOf(base), withoutSums), (dir) => {
        for (const line of tidySums(dir, base.go)) sums.add(line);
      });
    }
    writeFileSync(join(baseFolder(base.name), 'go.sum'), `${[...sums].sort().join('\n')}\n`);
  }
}

function judge({ base: name, mutations }) {
  const base = BASES.find((candidate) => candidate.name === name);
  const flags = mutations.find(({ kind }) => kind === 'flags')?.args ?? ['-trimpath'];
  return inFolder(base, applyAll(filesOf(base), mutations), (dir) =>
    listPackages(dir, base.go, flags, readRelease(base.release)),
  );
}

function filesOf(base) {
  return { ...readBase(base), ...vendors.get(base.name) };
}

function inFolder(base, files, use) {
  const dir = mkdtempSync(join(tmpdir(), 'nakama-mutation-'));
  try {
    writeFiles(dir, files);
    return use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
