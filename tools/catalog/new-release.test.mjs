import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hasCommand, repoRoot } from '../check/processes.mjs';
import { serverPath } from '../server/server.mjs';
import { unpackCatalog } from './unpack.mjs';

const RELEASE = '3.40.0';
const PREVIOUS = '3.39.0';

const skip = !hasCommand('go')
  ? 'there is no go on the PATH'
  : !existsSync(serverPath(RELEASE)) && `the server of ${RELEASE} is not built: node tools/server/build.mjs`;

/** What the programs read and write of this repository. */
const COPIED = [
  ...['CHANGELOG.md', 'package-lock.json', 'packages/nx-nakama/package.json'],
  'packages/nx-nakama/src/generators/release/schema.json',
  ...['catalog', 'dist', 'schema', 'package.json'].map((name) => `packages/nakama-pins/${name}`),
  ...['catalog', 'check', 'server'].map((name) => `tools/${name}`),
];

void describe('a release that is taken out of the catalog and added again', { skip }, () => {
  let root;
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), 'new-release-'));
    for (const name of COPIED) cpSync(path.join(repoRoot, name), path.join(root, name), { recursive: true });
    symlinkSync(path.join(repoRoot, 'node_modules'), path.join(root, 'node_modules'));
    const files = path.join(root, 'files');
    run('unpack', files);
    rmSync(path.join(files, `${RELEASE}.json`));
    run('pack', files);
    assert.equal(catalog('index.json')[0].release, PREVIOUS);
    // Reads the modules of the server that is built already.
    run('new-release', RELEASE, '--from', 'module', '--platform', 'linux/amd64', '--body', 'body.md');
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  function run(name, ...args) {
    const program = path.join(root, `tools/catalog/${name}.mjs`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${name} ended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  }
  const read = (name) => readFileSync(path.join(root, name), 'utf8');
  const catalog = (name) => JSON.parse(read(`packages/nakama-pins/catalog/${name}`));
  const committed = (name) =>
    JSON.parse(readFileSync(path.join(repoRoot, 'packages/nakama-pins/catalog', name), 'utf8'));

  it('is in the catalog as it was, but for the platform that was left out', () => {
    const [was] = committed('index.json');
    assert.deepEqual(catalog('index.json'), [
      { ...was, measuredPlatforms: ['linux/amd64'] },
      ...committed('index.json').slice(1),
    ]);
    assert.deepEqual(catalog(`releases/${RELEASE}.json`), committed(`releases/${RELEASE}.json`));
    assert.deepEqual(catalog(`standard/${was.standard}.json`), committed(`standard/${was.standard}.json`));
  });

  it('has the fingerprints that the official server has, of all modules without a patched package', () => {
    const { patchedPackages } = committed(`releases/${RELEASE}.json`);
    const isPatched = (module) => patchedPackages.some((name) => `${name}/`.startsWith(`${module}/`));
    const known = ({ hashes }) => Object.entries(hashes).filter(([module]) => !isPatched(module));
    const name = `fingerprints/${RELEASE}.json`;
    assert.deepEqual(known(catalog(name)['linux/amd64']), known(committed(name)['linux/amd64']));
  });

  it('leaves what the other programs recorded', () => {
    for (const name of ['imports.json', 'toolchains.json', 'published-files.json'])
      assert.deepEqual(catalog(name), committed(name), name);
    run('digest', '--check');
  });

  it('comes with a patch version of both packages, and a line in the changelog', () => {
    const { version: was } = JSON.parse(
      readFileSync(path.join(repoRoot, 'packages/nakama-pins/package.json'), 'utf8'),
    );
    const pins = JSON.parse(read('packages/nakama-pins/package.json'));
    const nx = JSON.parse(read('packages/nx-nakama/package.json'));
    const lock = JSON.parse(read('package-lock.json')).packages;
    const [major, minor, patch] = was.split('.');
    const next = `${major}.${minor}.${Number(patch) + 1}`;
    assert.deepEqual(
      [pins.version, nx.version, nx.dependencies['nakama-pins'], lock['packages/nx-nakama'].version],
      [next, next, next, next],
    );
    assert.equal(lock['packages/nx-nakama'].dependencies['nakama-pins'], next);
    const changelog = read('CHANGELOG.md').split(/^## /m)[1];
    assert.equal(
      changelog,
      `${next}\n\n### The catalog\n\n- Nakama ${RELEASE}: Go 1.26.5, nakama-common v1.47.0\n\n`,
    );
  });

  it('says in the pull request what releases diff prints', () => {
    const command = path.join(root, 'packages/nakama-pins/dist/cli/main.js');
    const { stdout } = spawnSync(process.execPath, [command, 'releases', 'diff', PREVIOUS, RELEASE], {
      encoding: 'utf8',
    });
    assert.match(stdout, /github\.com\/heroiclabs\/nakama-common +v1\.46\.0 +-> +v1\.47\.0/);
    assert.ok(read('body.md').includes(`\`\`\`text\n${stdout}\`\`\``));
  });
});

it('packs what is unpacked to the catalog as it is', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'unpacked-'));
  try {
    unpackCatalog(folder);
    const check = [path.join(repoRoot, 'tools/catalog/pack.mjs'), folder, '--check'];
    const { status, stderr } = spawnSync(process.execPath, check, { encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('asks for what is to be added', () => {
  for (const args of [[], [RELEASE, '--missing']]) {
    const program = path.join(repoRoot, 'tools/catalog/new-release.mjs');
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
    assert.deepEqual([status, stderr.startsWith('usage: ')], [2, true]);
  }
});
