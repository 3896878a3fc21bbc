// What users get: the package as npm packs and installs it, in a folder that has nothing of this repository.
import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { repoRoot } from '../check/processes.mjs';
import { capture, npm, succeed, workspaceEnvironment } from '../workspaces/processes.mjs';
import { readJson } from '../workspaces/workspace.mjs';

const PACKAGE_DIR = path.join(repoRoot, 'packages/nakama-pins');
const { version, exports } = readJson(path.join(PACKAGE_DIR, 'package.json'));
const DOORS = Object.entries(exports)
  .filter(([, target]) => target.types !== undefined)
  .map(([door]) => path.posix.join('nakama-pins', door));

const COMMANDS = [
  ...['verify', 'pin', 'get', 'outdated', 'build', 'check-artifact', 'verify-load', 'verify-start'],
  ...['serve', 'explain', 'inspect', 'releases', 'doctor'],
];

/** A little more than today's; unbundled, 440 files and 350 of other packages were loaded. */
const MOST_FILES = { '--version': 14, verify: 60 };

void describe('the packed package, installed elsewhere', () => {
  let folder;
  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nakama-pins-')));
    await npm(['pack', '--silent', '--pack-destination', folder], { cwd: PACKAGE_DIR });
    write('package.json', '{ "private": true }');
    const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await npm([...args, `./nakama-pins-${version}.tgz`], { cwd: folder });
    write('nakama.json', '{ "release": "3.40.0", "platforms": ["linux/amd64"] }\n');
    write('plugins/arena/go.mod', GO_MOD);
    write('plugins/arena/main.go', MAIN_GO);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function write(file, text) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const node = (...args) => capture(process.execPath, args, { cwd: folder });
  /** As npm links it for the shell. */
  const command = () => path.join(folder, 'node_modules/.bin/nakama-pins');
  const nakamaPins = (...args) => capture(command(), args, { cwd: folder });
  /** The files that a run of the command loads. */
  async function filesLoadedBy(...args) {
    write('count.cjs', COUNT);
    const { output } = await node('--require', './count.cjs', realpathSync(command()), ...args);
    return Number(/\nfiles: (\d+)\n$/.exec(output)[1]);
  }

  it('verifies, with the catalog and the schemas that it brings', async () => {
    const { code, output } = await nakamaPins('verify');
    assert.match(output, /plugins\/arena fails \(Nakama 3\.40\.0\)[^]*nakama-common[^]*v1\.47\.0/);
    assert.equal(code, 1);
  });

  it('says what is wrong in nakama.json, by its schema', async () => {
    write('bad/nakama.json', '{ "realese": "3.40.0", "platforms": "linux/amd64" }\n');
    write('bad/go.mod', GO_MOD);
    write('bad/main.go', MAIN_GO);
    const { code, output } = await nakamaPins('verify', 'bad');
    rmSync(path.join(folder, 'bad'), { recursive: true });
    assert.equal(code, 2);
    assert.match(output, /^bad\/nakama\.json:1:3: unknown key "realese" \(expected "release"\)$/m);
    assert.match(output, /^bad\/nakama\.json:1:37: "platforms" is of the wrong kind \(expected a list/m);
  });

  it('has every command, alone and in the help', async () => {
    const { output, code } = await nakamaPins('--help');
    assert.equal(code, 0);
    const listed = [...output.matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(([, name]) => name);
    assert.deepEqual(listed, [...COMMANDS, 'help']);
    for (const name of COMMANDS) {
      const help = await nakamaPins(name, '--help');
      assert.deepEqual([help.code, help.output.split(' ').slice(0, 3)], [0, ['Usage:', 'nakama-pins', name]]);
    }
  });

  it('names its version, and refuses an unknown command with the nearest one', async () => {
    assert.equal((await nakamaPins('--version')).output, `${version}\n`);
    const { code, output } = await nakamaPins('verfy');
    assert.deepEqual([code, output], [2, "error: unknown command 'verfy'\n(Did you mean verify?)\n"]);
  });

  it('says what tools a computer has, by the script that Nx starts', async () => {
    const { code, output } = await node('node_modules/nakama-pins/dist/tool-versions.js', 'cc');
    assert.equal(code, 0, output);
    assert.notEqual(output.trim(), '');
  });

  for (const door of DOORS) {
    it(`opens ${door} for require and for import, with the same names`, async () => {
      const required = `console.log(Object.keys(require(${JSON.stringify(door)})).sort().join())`;
      const imported = `import * as door from ${JSON.stringify(door)};
        console.log(Object.keys(door).filter((name) => name !== 'default' && name !== 'module.exports').sort().join())`;
      const names = await succeed(process.execPath, ['--eval', required], { cwd: folder });
      const same = await succeed(process.execPath, ['--input-type=module', '--eval', imported], {
        cwd: folder,
      });
      assert.notEqual(names.output.trim(), '');
      assert.equal(same.output, names.output);
    });
  }

  it('finds its files also where it is a link, as pnpm has it', async () => {
    mkdirSync(path.join(folder, 'linked/node_modules'), { recursive: true });
    symlinkSync(
      path.join(folder, 'node_modules/nakama-pins'),
      path.join(folder, 'linked/node_modules/nakama-pins'),
      'junction',
    );
    const script = `console.log(require('nakama-pins').openCatalog().get('latest').version)`;
    const { output } = await succeed(process.execPath, ['--eval', script], {
      cwd: path.join(folder, 'linked'),
    });
    assert.match(output, /^\d+\.\d+\.\d+\n$/);
  });

  for (const [args, most] of Object.entries(MOST_FILES)) {
    it(`loads at most ${most} files for ${args}`, async () => {
      const files = await filesLoadedBy(args);
      assert.ok(files <= most, `${files} files are loaded`);
    });
  }

  it('brings nothing of the tools, and the licences of what is bundled', () => {
    const dist = path.join(folder, 'node_modules/nakama-pins/dist');
    const files = readdirSync(dist, { recursive: true });
    assert.deepEqual(
      files.filter((file) => /for-tools|\.spec\.|testing|tsbuildinfo/.test(file)),
      [],
    );
    assert.ok(files.includes('THIRD-PARTY-LICENSES.txt'));
  });
});

void it('runs from a folder that nobody may write, and where Node can keep nothing', async () => {
  const env = workspaceEnvironment({ NODE_COMPILE_CACHE: path.join(repoRoot, 'package.json/no-folder') });
  const args = [path.join(PACKAGE_DIR, 'dist/cli/main.js'), '--version'];
  const { code, output } = await capture(process.execPath, args, { cwd: tmpdir(), env });
  assert.deepEqual([code, output], [0, `${version}\n`]);
});

const COUNT = `process.on('exit', () => {
  // This one is not of the package.
  console.error('\\nfiles: ' + (Object.keys(require.cache).length - 1));
});
`;

const GO_MOD = `module example.com/arena

go 1.26.5

require github.com/heroiclabs/nakama-common v1.46.0
`;

const MAIN_GO = `package main

import (
	"context"
	"database/sql"

	"github.com/heroiclabs/nakama-common/runtime"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	return nil
}
`;
