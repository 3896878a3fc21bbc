// Rows of results, one for each module and release, in a JSON file, so that an interrupted run can continue.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { readPairs } from './corpus.mjs';

/**
 * Works on every pair of the corpus without a row in the file, and on those of the modules `again`. The file is written
 * after each pair, in the order of the corpus.
 *
 * @param {string} file
 * @param {ReadonlySet<string>} again modules
 * @param work gives the row of a pair, `{ module, release, … }`
 * @param describe a row in a few words, to show progress
 */
export async function eachPair(file, again, work, describe) {
  const rows = new Map(readRows(file).map((row) => [keyOf(row), row]));
  const pairs = readPairs();
  const pending = pairs
    .filter((pair) => !rows.has(keyOf(pair)) || again.has(pair.module))
    // Newest Go first, and one Go after the other: each compiles its standard library once.
    .sort((a, b) => byVersion(b.release, a.release) || (a.module < b.module ? -1 : 1));
  for (const [index, pair] of pending.entries()) {
    const row = await work(pair);
    rows.set(keyOf(row), row);
    const inOrder = pairs.map((p) => rows.get(keyOf(p))).filter(Boolean);
    writeFileSync(file, await formatJson(inOrder, file));
    console.log(`${index + 1}/${pending.length} ${pair.module} ${pair.release}: ${describe(row)}`);
  }
}

/** @returns the rows of a file, none if there is no file yet */
function readRows(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

async function formatJson(value, file) {
  return format(JSON.stringify(value), { ...(await resolveConfig(file)), filepath: file });
}

function keyOf({ module, release }) {
  return `${module} ${release}`;
}

/** Orders versions of three numbers. */
export function byVersion(a, b) {
  const [x, y] = [a, b].map((v) => v.split('.').map(Number));
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
}
