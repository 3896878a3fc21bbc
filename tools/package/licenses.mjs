// The licences of packages whose code is part of a bundle, which must go with every copy of it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {readonly string[]} files absolute paths of the bundled files
 * @returns {string} a chapter for each package, in the order of their names
 * @throws Error if a package has no text of its licence
 */
export function licensesOf(files) {
  const folders = new Set(files.flatMap((file) => packageFolder(file) ?? []));
  const chapters = [...folders].map(chapterOf).sort();
  return `Parts of these packages are in this folder.\n\n${chapters.join('\n')}`;
}

/** The folder of the package that a file belongs to; undefined outside of node_modules. */
function packageFolder(file) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function chapterOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const text = licenseText(folder);
  if (text === undefined)
    throw new Error(`${name} ${version} has no text of its licence (${license}): ${folder}`);
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/** That of a file of its own, else the end of the page where it begins. */
function licenseText(folder) {
  const read = (file) => readFileSync(path.join(folder, file), 'utf8');
  const files = readdirSync(folder);
  const own = files.find((file) => /^licen[cs]e/i.test(file));
  if (own !== undefined) return read(own);
  const page = files.find((file) => /^readme/i.test(file));
  return page === undefined
    ? undefined
    : /^#*\s*licen[cs]e\b[^]*permission is hereby granted[^]*/im.exec(read(page))?.[0];
}
