/**
 * Packs the figures per Nakama release (one JSON file each, the public format of
 * `packages/nakama-pins/schema/release.schema.json`) into the compact catalog that nakama-pins ships.
 *
 *   node tools/catalog/pack.mjs [sourceDir] [--check]
 *
 * `sourceDir` defaults to `../shared/releases` beside the repository. `--check` writes nothing and exits with 1
 * if the committed catalog differs. Equal contents of several releases are stored once, under the name of the
 * oldest release that has them. The reader is `packages/nakama-pins/src/releases/packed.ts`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';
import { CATALOG_DIR as catalogDir, writeDigest } from './digest.mjs';

const toolDir = path.dirname(fileURLToPath(import.meta.url));
const repoRoot = path.resolve(toolDir, '../..');

const args = process.argv.slice(2);
const check = args.includes('--check');
const sourceDir = path.resolve(
  args.find((arg) => !arg.startsWith('--')) ?? path.join(repoRoot, '../shared/releases'),
);

if (!existsSync(sourceDir)) {
  console.error(`pack: no folder ${sourceDir}; give the folder of the release files as the first argument`);
  process.exit(2);
}
const files = packCatalog(readReleases(sourceDir), readExtras());
process.exitCode = check ? compare(files) : write(files);

function readReleases(dir) {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readJson(path.join(dir, name)))
    .sort((a, b) => semver.compare(a.release, b.release));
}

/** What was measured after the release files; the README in this folder explains it. */
function readExtras() {
  return {
    goLines: readJson(path.join(toolDir, 'go-lines.json')),
    scaffoldSums: readJson(path.join(toolDir, 'scaffold-sums.json')),
  };
}

/** @returns file name below the catalog -> text */
function packCatalog(releases, extras) {
  const texts = new Map();
  /** Text -> the name that it is stored under. */
  const stored = new Map();
  const store = (folder, release, text) => {
    const key = `${folder}\n${text}`;
    if (!stored.has(key)) {
      stored.set(key, release);
      texts.set(`${folder}/${release}.json`, text);
    }
    return stored.get(key);
  };

  const index = releases.map((release) => {
    const platforms = Object.keys(release.fingerprints).sort();
    return {
      release: release.release,
      tag: release.tag,
      date: release.date,
      go: release.go,
      goModGo: release.goModGo,
      serverImageBase: release.serverImageBase,
      builderImageGo: release.builderImageGo,
      nakamaCommon: release.nakamaCommon,
      protobuf: release.protobuf,
      measuredPlatforms: platforms,
      data: store('releases', release.release, dataText(release, extras)),
      standard:
        release.standardPackages &&
        store('standard', release.release, `[\n${lines(release.standardPackages)}\n]\n`),
      fingerprints:
        platforms.length > 0
          ? store('fingerprints', release.release, fingerprintsText(release, platforms))
          : null,
    };
  });
  texts.set('index.json', `[\n${lines(index.reverse())}\n]\n`);
  return texts;
}

/** One line for each module. Packages are written without their module's path; imports of the own module too. */
function dataText(release, { goLines, scaffoldSums }) {
  const modules = release.modules.map((module) => {
    const suffix = (name) =>
      name === module.path || name.startsWith(`${module.path}/`) ? name.slice(module.path.length) : name;
    const linked = new Set(module.linkedPackages);
    const vendoredOnly = module.vendoredPackages.filter((name) => !linked.has(name));
    return {
      path: module.path,
      version: module.version,
      zip: hash(module.sums?.zip),
      goMod: hash(module.sums?.goMod),
      goLine: goLines[`${module.path}@${module.version}`] ?? module.goLine,
      linked: Object.fromEntries(
        module.linkedPackages.map((name) => [suffix(name), release.imports[name].map(suffix)]),
      ),
      vendoredOnly: vendoredOnly.length > 0 ? vendoredOnly.map(suffix) : undefined,
    };
  });
  const head = {
    linkedPackagesFrom: release.linkedPackagesFrom,
    patchedPackages: release.patchedPackages,
    scaffoldSums: scaffoldSums[release.release] ?? release.scaffoldSums,
  };
  return `${JSON.stringify(head).slice(0, -1)},"modules":[\n${lines(modules)}\n]}\n`;
}

/** One line for each module: the 8-byte hashes of its linked packages, in their order, as base64 without padding. */
function fingerprintsText(release, platforms) {
  const groups = [['', release.standardPackages], ...release.modules.map((m) => [m.path, m.linkedPackages])];
  const blocks = platforms.map((platform) => {
    const hashes = release.fingerprints[platform];
    const known = groups.flatMap(([, packages]) => packages);
    const strangers = Object.keys(hashes).filter((name) => !known.includes(name));
    if (strangers.length > 0) {
      throw new Error(`${release.release} ${platform}: fingerprints of packages not linked: ${strangers}`);
    }
    const absent = known.filter((name) => !(name in hashes));
    const rows = groups
      .map(([module, packages]) => [module, packages.map((name) => hashes[name] ?? '').join('')])
      .filter(([, hex]) => hex !== '')
      .map(
        ([module, hex]) =>
          `${JSON.stringify(module)}:${JSON.stringify(Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, ''))}`,
      );
    return `${JSON.stringify(platform)}:{"absent":${JSON.stringify(absent)},"hashes":{\n${rows.join(',\n')}\n}}`;
  });
  return `{\n${blocks.join(',\n')}\n}\n`;
}

function lines(values) {
  return values.map((value) => JSON.stringify(value)).join(',\n');
}

/** `h1:` is left out, because go.sum has no other algorithm. */
function hash(sum) {
  if (sum !== undefined && !sum.startsWith('h1:')) throw new Error(`not an h1 hash: ${sum}`);
  return sum?.slice('h1:'.length);
}

function committedFiles() {
  if (!existsSync(catalogDir)) return [];
  return (
    readdirSync(catalogDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(catalogDir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      )
      // Other programs of this folder write these.
      .filter(
        (file) => !['digest.txt', 'imports.json', 'published-files.json', 'toolchains.json'].includes(file),
      )
  );
}

function compare(texts) {
  const names = [...new Set([...texts.keys(), ...committedFiles()])].sort();
  const different = names.filter((name) => {
    const file = path.join(catalogDir, name);
    return !existsSync(file) || readFileSync(file, 'utf8') !== texts.get(name);
  });
  if (different.length === 0) return 0;
  console.error(
    `pack: differs from the release files: ${different.join(', ')}\n  fix: node tools/catalog/pack.mjs`,
  );
  return 1;
}

function write(texts) {
  for (const name of committedFiles()) if (!texts.has(name)) rmSync(path.join(catalogDir, name));
  for (const [name, text] of texts) {
    const file = path.join(catalogDir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeDigest();
  const bytes = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  console.log(`pack: ${texts.size} files, ${Math.round(bytes / 1024)} KB`);
  return 0;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
