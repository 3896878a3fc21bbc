/**
 * Writes `packages/nakama-pins/catalog/published-files.json`: what is compiled of each package that a release links, as
 * published, by which copies of it are judged (vendor/, folders in a replace). `node tools/catalog/published-files.mjs`,
 * after `pack.mjs` and `npx nx build nakama-pins`. The go command downloads the modules, and a module counts only if its
 * hash is the server's own. What can't be downloaded keeps the recorded files.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPackage } from '../server/package.mjs';
import { writeDigest } from './digest.mjs';

const packageDir = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../packages/nakama-pins');
const { openCatalog } = openPackage();
const { packageFiles, packFiles } = openPackage('for-tools.js');

const output = path.join(packageDir, 'catalog/published-files.json');
const wanted = linkedModules();
const folders = download([...wanted.keys()]);
const recorded = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : {};

/** Module path -> package without it -> files -> versions. */
const found = {};
const unknown = [];
for (const [name, module] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const folder = folders.get(name);
  for (const suffix of [...module.packages].sort()) {
    const files =
      folder === undefined
        ? recordedFiles(module, suffix)
        : filesIn(path.join(folder, suffix), module.goVersions);
    if (files !== undefined)
      ((found[module.path] ??= {})[suffix] ??= {})[files] = versionsWith(module, suffix, files);
  }
  if (folder === undefined && recordedFiles(module, [...module.packages][0]) === undefined)
    unknown.push(name);
}
const lines = Object.entries(found).map(
  ([name, packages]) => `${JSON.stringify(name)}:${JSON.stringify(packages)}`,
);
writeFileSync(output, `{\n${lines.join(',\n')}\n}\n`);
writeDigest();
console.log(
  `published-files: ${wanted.size - unknown.length} of ${wanted.size} module versions, ${statSync(output).size} bytes`,
);
console.log(`unknown to GOPROXY: ${unknown.join(', ') || 'none'}`);

/** `path@version` -> the packages that some release links, without the module's path. */
function linkedModules() {
  const catalog = openCatalog();
  const modules = new Map();
  for (const { version: release } of catalog.list()) {
    const { go, modules: all } = catalog.load(release);
    for (const { path: name, version, linkedPackages, sums } of all) {
      if (linkedPackages.length === 0) continue;
      const key = `${name}@${version}`;
      if (!modules.has(key))
        modules.set(key, { path: name, version, sum: sums.zip, packages: new Set(), goVersions: [] });
      const module = modules.get(key);
      for (const linked of linkedPackages) module.packages.add(linked.slice(name.length));
      module.goVersions.push(go);
    }
  }
  return modules;
}

/** `path@version` -> its folder in the module cache, of those whose hash is the server's. */
function download(names) {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'published-files-'));
  const known = new Map();
  try {
    for (let at = 0; at < names.length; at += 50) {
      for (const { Path, Version, Dir, Sum, Error } of downloaded(cwd, names.slice(at, at + 50))) {
        const name = `${Path}@${Version}`;
        if (!Error && Sum === wanted.get(name).sum) known.set(name, Dir);
      }
    }
  } finally {
    rmSync(cwd, { recursive: true });
  }
  return known;
}

/** `go mod download -json`, outside any module; it reports what it can't get and continues. */
function downloaded(cwd, names) {
  const options = {
    cwd,
    // The server's own hash proves a source, of which the checksum database may know nothing.
    env: { ...process.env, GOWORK: 'off', GOFLAGS: '', GOSUMDB: 'off' },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  };
  let text;
  try {
    text = execFileSync('go', ['mod', 'download', '-json', ...names], options);
  } catch (error) {
    text = error.stdout;
  }
  return text
    .split(/^(?=\{$)/m)
    .filter((json) => json.trim() !== '')
    .map((json) => JSON.parse(json));
}

function filesIn(folder, goVersions) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
  return packFiles(
    packageFiles(names, (name) => readFileSync(path.join(folder, name))),
    goVersions,
  );
}

function recordedFiles(module, suffix) {
  const packages = Object.entries(recorded[module.path]?.[suffix] ?? {});
  return packages.find(([, versions]) => versions.split(' ').includes(module.version))?.[0];
}

function versionsWith(module, suffix, files) {
  const before = found[module.path]?.[suffix]?.[files];
  return before === undefined ? module.version : `${before} ${module.version}`;
}
