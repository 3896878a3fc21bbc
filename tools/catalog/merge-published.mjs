/** Takes the published files that release files bring into `published-files.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CATALOG_DIR } from './digest.mjs';

/** @param releases paths of release files, whose `publishedFiles` has what the catalog lacks */
export function mergePublishedFiles(releases) {
  const output = path.join(CATALOG_DIR, 'published-files.json');
  const recorded = JSON.parse(readFileSync(output, 'utf8'));
  for (const release of releases) {
    const { publishedFiles = {} } = JSON.parse(readFileSync(release, 'utf8'));
    for (const [name, packages] of Object.entries(publishedFiles)) add(recorded, name, packages);
  }
  const lines = Object.entries(recorded)
    .sort(([a], [b]) => (`${a}@` < `${b}@` ? -1 : 1))
    .map(([name, packages]) => `${JSON.stringify(name)}:${JSON.stringify(packages)}`);
  writeFileSync(output, `{\n${lines.join(',\n')}\n}\n`);
}

/** @param name `path@version` */
function add(recorded, name, packages) {
  const at = name.lastIndexOf('@');
  const [module, version] = [name.slice(0, at), name.slice(at + 1)];
  for (const [suffix, files] of Object.entries(packages)) {
    const versions = ((recorded[module] ??= {})[suffix] ??= {});
    versions[files] = versions[files] === undefined ? version : `${versions[files]} ${version}`;
  }
}
