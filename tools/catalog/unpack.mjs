/**
 * Writes the catalog as release files, which the packer reads: `node tools/catalog/unpack.mjs <folder>`, after
 * `npx nx build nakama-pins`. The catalog holds all that they say, but where each release was read.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPackage } from '../server/package.mjs';

/** @returns the releases, newest first */
export function unpackCatalog(folder) {
  const { openCatalog } = openPackage();
  const { toReleaseFile } = openPackage('for-tools.js');
  const catalog = openCatalog();
  mkdirSync(folder, { recursive: true });
  return catalog.list().map(({ version }) => {
    const text = JSON.stringify(toReleaseFile(catalog.load(version)), null, 2);
    writeFileSync(path.join(folder, `${version}.json`), `${text}\n`);
    return version;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('usage: node tools/catalog/unpack.mjs <folder>');
    process.exitCode = 2;
  } else {
    console.log(`unpack: ${unpackCatalog(path.resolve(folder)).length} releases`);
  }
}
