// Our verdict on each mutation, from committed files alone, beside Go's.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from 'nakama-pins';
import { hasCommand } from '../check/processes.mjs';
import { applyAll } from './apply.mjs';
import { BASES, readBase } from './bases.mjs';
import { vendorOf, writeFiles } from './workspace.mjs';

/** @returns {object[]} the rows that Go judged */
export const readJudged = () =>
  JSON.parse(readFileSync(new URL('judged.json', import.meta.url), 'utf8')).rows;

/**
 * @param {readonly object[]} judged
 * @returns {Promise<object[]>} each row with `ours`: verdict and findings. Those of a base with vendor/ are left out if
 *   there is no go to make it
 */
export async function verifyAll(judged) {
  const bases = new Map();
  for (const base of BASES) {
    if (base.vendor && !hasCommand('go')) {
      console.warn(`SKIPPED: the mutations of ${base.name}: no go to make its vendor/`);
      continue;
    }
    bases.set(base.name, { ...base, files: { ...readBase(base), ...(base.vendor && vendorOf(base)) } });
  }
  const rows = [];
  for (const row of judged) {
    const base = bases.get(row.base);
    if (base) rows.push({ ...row, ours: await verify(applyAll(base.files, row.mutations), base.release) });
  }
  return rows;
}

async function verify(files, release) {
  const root = mkdtempSync(join(tmpdir(), 'nakama-mutation-'));
  try {
    writeFiles(root, files);
    const { modules } = await openWorkspace({ root, release }).verify(['.'], { only: true });
    const [{ verdict, findings, problems }] = modules;
    return { verdict: problems.length > 0 ? 'problem' : verdict, findings, problems };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** @returns {'agree' | 'wrong' | 'unknown'} */
export function agreementOf({ verdict, ours }) {
  if (ours.verdict === 'unknown') return 'unknown';
  // A file that cannot be read is no verdict, and right where Go refuses it, too.
  const said = ours.verdict === 'problem' ? 'fails' : ours.verdict;
  return said === verdict ? 'agree' : 'wrong';
}

/** The kinds of a row, as one word. */
export const kindOf = ({ mutations }) =>
  mutations
    .map(({ kind }) => kind)
    .sort()
    .join(' + ');
