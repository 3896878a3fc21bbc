/**
 * Writes `packages/nakama-pins/catalog/digest.txt`: a hash over all files of the catalog, which Nx takes into the hash of
 * every task. The programs that write the catalog run it; by hand: `node tools/catalog/digest.mjs`, and with `--check` it
 * says whether the file is right.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const CATALOG_DIR = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../packages/nakama-pins/catalog',
);

/** Over the names and bytes of the JSON files of a folder, in the order of their names. */
function digestOf(dir) {
  const names = readdirSync(dir, { recursive: true })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.json'))
    .sort();
  const hash = createHash('sha256');
  for (const name of names) {
    const bytes = readFileSync(path.join(dir, name));
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

export function writeDigest(dir = CATALOG_DIR) {
  writeFileSync(path.join(dir, 'digest.txt'), `${digestOf(dir)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) writeDigest();
  else if (readFileSync(path.join(CATALOG_DIR, 'digest.txt'), 'utf8').trim() !== digestOf(CATALOG_DIR)) {
    console.error('digest: the catalog has changed since\n  fix: node tools/catalog/digest.mjs');
    process.exitCode = 1;
  }
}
