/**
 * Writes the releases of the catalog, newest first, into the list that the generator `release` offers:
 * `node tools/catalog/release-list.mjs`. `new-release.mjs` does it, too.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { CATALOG_DIR } from './digest.mjs';

const SCHEMA = path.resolve(CATALOG_DIR, '../../nx-nakama/src/generators/release/schema.json');

export async function writeReleaseList() {
  const releases = JSON.parse(readFileSync(path.join(CATALOG_DIR, 'index.json'), 'utf8'));
  const schema = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  const prompt = schema.properties.release['x-prompt'];
  prompt.items = ['latest', ...releases.map(({ release }) => release)];
  writeFileSync(SCHEMA, await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeReleaseList();
