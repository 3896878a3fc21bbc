/**
 * Writes `packages/nakama-pins/catalog/imports.json`: what the packages of the modules in `import-modules.json` import,
 * each version read from its zip: `node tools/catalog/imports.mjs`, after `npx nx build nakama-pins`. Besides the versions
 * that are listed there, those that releases have are read: plugins use packages of them that the server does not link.
 * Versions that GOPROXY does not serve keep what was recorded; those that are recorded are not read again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPackage } from '../server/package.mjs';
import { writeDigest } from './digest.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const packageDir = path.join(here, '../../packages/nakama-pins');
const { openCatalog } = openPackage();
const { compareVersions, createWeb, downloadImports, goSettings } = openPackage('for-tools.js');

const output = path.join(packageDir, 'catalog/imports.json');
const wanted = withVersionsOfReleases(
  JSON.parse(readFileSync(path.join(here, 'import-modules.json'), 'utf8')),
);
const recorded = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : {};
const options = { settings: goSettings(process.env), web: createWeb({ env: process.env }) };

const packed = { ...recorded };
const missing = [];
for (const [module, versions] of Object.entries(wanted)) {
  const groups = [];
  for (const version of versions) {
    const known = recorded[module]?.find((group) => version in group.versions);
    try {
      add(groups, version, known ? { ...known, sum: known.versions[version] } : await read(module, version));
    } catch (error) {
      // `disabled`: only the repository itself has it.
      if (!['not-found', 'refused', 'disabled'].includes(error.failure)) throw error;
      missing.push(`${module}@${version}`);
    }
  }
  packed[module] = groups;
  write();
}
for (const module of Object.keys(packed)) if (!(module in wanted)) delete packed[module];
write();
writeDigest();
if (missing.length > 0) console.warn(`not served: ${missing.join(', ')}`);

function withVersionsOfReleases(listed) {
  const catalog = openCatalog();
  const ofReleases = catalog.list().flatMap(({ version }) => [...catalog.load(version).modules]);
  return Object.fromEntries(
    Object.entries(listed).map(([module, versions]) => {
      const more = ofReleases.filter(({ path: name }) => name === module).map(({ version }) => version);
      return [module, [...new Set([...versions, ...more])].sort(compareVersions)];
    }),
  );
}

/** A line for each group of versions: small, and a diff shows what changed. */
function write() {
  const lines = Object.entries(packed)
    .filter(([, groups]) => groups.length > 0)
    .map(
      ([module, groups]) =>
        `${JSON.stringify(module)}:[\n${groups.map((g) => JSON.stringify(g)).join(',\n')}]`,
    );
  writeFileSync(output, `{${lines.join(',\n')}}\n`);
}

async function read(module, version) {
  const { sum, packages } = await downloadImports({ path: module, version }, options);
  /** Imports as JSON -> the folders of the packages that have them. */
  const folders = new Map();
  for (const [folder, imports] of Object.entries(packages)) {
    if (isProgram(folder)) continue;
    const key = JSON.stringify(imports);
    folders.set(key, [...(folders.get(key) ?? []), folder].sort());
  }
  const sorted = [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
  return { sum: sum.slice('h1:'.length), packages: sorted.map(([key, names]) => [JSON.parse(key), names]) };
}

/** No plugin imports these. */
function isProgram(folder) {
  return /(?:^|\/)(?:cmd|examples?|_examples|benchmarks?|internal\/(?:cmd|gen|test\w*))(?:\/|$)/.test(folder);
}

/** Versions whose packages import the same share a group. */
function add(groups, version, { sum, packages }) {
  const same = groups.find((group) => JSON.stringify(group.packages) === JSON.stringify(packages));
  if (same) same.versions[version] = sum;
  else groups.push({ versions: { [version]: sum }, packages });
}
