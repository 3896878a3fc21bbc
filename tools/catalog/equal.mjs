// node tools/catalog/equal.mjs [release…] [--from module|image]
// Takes a release out of the catalog, adds it again as `nakama-pins releases add` does, and compares every field with what
// is shipped. From the Go module, the server of each platform is built, unless it was built before; from an image, that
// server is pushed into a registry on this computer. Either is the published code: the packages that the official server
// has patched are listed, and all else has to be equal. 3.40.0 and 3.38.0, from both, by default.
// Needs a C compiler (or zig) and the module proxy; for images docker-registry, skopeo and umoci of Debian. Run
// `npx nx build nakama-pins` first.
// Exit code 1 if anything else differs; 2, with the reason, if a release can't be added here.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { startRegistry } from '../bench/registry/local-registry.mjs';
import { openPackage } from '../server/package.mjs';
import { succeed } from '../workspaces/processes.mjs';

const { InputError, openCatalog } = openPackage();
const { Tools, addRelease, buildServer, toReleaseFile, userCache } = openPackage('for-tools.js');

const { values, positionals } = parseArgs({
  options: { from: { type: 'string', multiple: true, default: ['module', 'image'] } },
  allowPositionals: true,
});
const releases = positionals.length > 0 ? positionals : ['3.40.0', '3.38.0'];
const catalog = openCatalog();
const all = catalog.list().map(({ version }) => catalog.load(version));

for (const version of releases) {
  for (const from of values.from) {
    const work = mkdtempSync(path.join(tmpdir(), 'nakama-equal-'));
    try {
      report(version, from, await added(version, from, work));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      console.error(`${version} from its ${from}: ${error.message}`);
      process.exitCode = 2;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
}

/** The release file that is written where the catalog lacks the release, and the notes. */
async function added(version, from, work) {
  const known = all.filter((release) => release.version !== version);
  const onProgress = (event) => event.kind === 'line' && console.error(event.text);
  const env = { ...process.env, NAKAMA_PINS_CACHE: cacheWithoutImages(work) };
  const tools = new Tools({ root: work, env, onProgress });
  const add = (what, options) =>
    addRelease({ what, cwd: work, workspaceDir: work, known, ...options }, tools);
  const done =
    from === 'module'
      ? await add(version, { from })
      : await fromImages(version, work, tools, (image, insecure) => add(image, { insecure }));
  const file = JSON.parse(readFileSync(path.join(work, done.file), 'utf8'));
  return { file, notes: done.notes };
}

/** The user's cache, but for images: those of this run are of no use to anyone. */
function cacheWithoutImages(work) {
  const [real, folder] = [userCache(process.env), path.join(work, 'cache')];
  // What is built and fetched is kept.
  for (const name of ['servers', 'toolchains', 'sumdb-2'])
    mkdirSync(path.join(real, name), { recursive: true });
  mkdirSync(folder);
  for (const name of readdirSync(real).filter((entry) => entry !== 'images')) {
    symlinkSync(path.join(real, name), path.join(folder, name));
  }
  return folder;
}

/** Pushes an image for each platform, and adds one after the other to the file. */
async function fromImages(version, work, tools, add) {
  const registry = await startRegistry(work);
  const run = (program, ...args) => succeed(program, args, { cwd: work });
  const trust = ['--insecure-policy', '--dest-tls-verify=false'];
  try {
    let done;
    await run('umoci', 'init', '--layout', 'images');
    for (const platform of catalog.load(version).measuredPlatforms) {
      const [os, architecture] = platform.split('/');
      const name = `images:${architecture}`;
      copyFileSync(await buildServer(catalog.load(version), platform, tools), path.join(work, 'nakama'));
      await run('umoci', 'new', '--image', name);
      await run('umoci', 'insert', '--image', name, 'nakama', '/nakama/nakama');
      const config = ['--config.entrypoint', '/nakama/nakama', '--os', os, '--architecture', architecture];
      await run('umoci', 'config', '--image', name, ...config);
      const image = `${registry.host}/studio/nakama:${version}-${architecture}`;
      await run('skopeo', 'copy', ...trust, `oci:${name}`, `docker://${image}`);
      done = await add(`image:${image}`, [registry.host]);
    }
    return done;
  } finally {
    registry.stop();
  }
}

function report(version, from, { file, notes }) {
  const shipped = toReleaseFile(catalog.load(version));
  const { origins, publishedFiles, ...own } = file;
  const patched = new Set(shipped.patchedPackages);
  const differing = [];
  const patchedOnly = new Set();
  for (const field of new Set([...Object.keys(shipped), ...Object.keys(own)])) {
    if (field !== 'fingerprints') {
      differing.push(...differences(field, shipped[field], own[field]));
      continue;
    }
    for (const platform of new Set([...Object.keys(shipped[field]), ...Object.keys(own[field])])) {
      const [known = {}, found = {}] = [shipped[field][platform], own[field][platform]];
      for (const name of new Set([...Object.keys(known), ...Object.keys(found)])) {
        if (known[name] === found[name]) continue;
        if (patched.has(name) && found[name] !== undefined) patchedOnly.add(name);
        else differing.push(`fingerprint ${platform} ${name}: ${known[name]} -> ${found[name]}`);
      }
    }
  }
  console.log(
    `${version} from its ${from}: ${differing.length === 0 ? 'equal' : `${differing.length} differ`}`,
  );
  for (const name of [...patchedOnly].sort()) console.log(`  patched  ${name}`);
  for (const line of differing) console.log(`  DIFFERS  ${line}`);
  for (const note of notes) console.log(`  note     ${note}`);
  if (differing.length > 0) process.exitCode = 1;
}

/** Modules and imports one by one, all else as a whole. */
function differences(field, known, found) {
  const shown = (value) => JSON.stringify(value)?.slice(0, 300);
  if (isDeepStrictEqual(known, found)) return [];
  const byKey = (value) =>
    new Map(
      Array.isArray(value) && field === 'modules'
        ? value.map((item) => [item.path, item])
        : Object.entries(value ?? {}),
    );
  if (field !== 'modules' && field !== 'imports') return [`${field}: ${shown(known)} -> ${shown(found)}`];
  const [before, after] = [byKey(known), byKey(found)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => !isDeepStrictEqual(before.get(key), after.get(key)))
    .map((key) => `${field} ${key}: ${shown(before.get(key))} -> ${shown(after.get(key))}`);
}
