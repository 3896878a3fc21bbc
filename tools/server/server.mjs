// The real Nakama server of a release, built from its Go module.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CATALOG = fileURLToPath(new URL('../../packages/nakama-pins/catalog/index.json', import.meta.url));
const SERVER = 'github.com/heroiclabs/nakama/v3';
/** As the release's own Dockerfile links it. */
const LDFLAGS = '-s -w';

/** The server can't be built here: no go, an unknown release, something that the module proxy refuses. */
export class CannotBuild extends Error {}

/**
 * @param {string} release `3.40.0`
 * @returns {string} where its program lies, built or not; undefined for an unknown release
 */
export function serverPath(release) {
  const go = goOf(release);
  if (go === undefined) return undefined;
  const key = `${release}-go${go}-${process.platform}-${process.arch}`;
  return join(cacheFolder(), 'nakama-servers', key, 'nakama');
}

/**
 * Builds the server of a release, unless it is there. What one run interrupts, the next begins anew: the program
 * appears under its name only once it is whole.
 *
 * @returns {string} the path of the program
 * @throws CannotBuild
 */
export function buildServer(release) {
  const program = serverPath(release);
  if (program === undefined) throw new CannotBuild(`Nakama ${release} is not in the catalog`);
  if (existsSync(program)) return program;
  mkdirSync(dirname(program), { recursive: true });
  const dir = mkdtempSync(join(tmpdir(), 'nakama-server-'));
  const unfinished = `${program}.${process.pid}`;
  try {
    const go = goIn(dir, goOf(release));
    writeFileSync(join(dir, 'go.mod'), scratchGoMod(serverGoMod(go, release), release));
    go('build', '-trimpath', '-ldflags', LDFLAGS, '-o', unfinished, SERVER);
    renameSync(unfinished, program);
  } finally {
    rmSync(dir, { recursive: true, force: true });
    rmSync(unfinished, { force: true });
  }
  return program;
}

/** The text of the server module's own go.mod. */
function serverGoMod(go, release) {
  const { GoMod } = JSON.parse(go('mod', 'download', '-json', `${SERVER}@v${release}`));
  return readFileSync(GoMod, 'utf8');
}

/** A module that requires the server, and all else as the server itself does: `go build` then selects its versions. */
function scratchGoMod(goMod, release) {
  const own = goMod.replace(/^module .*$/m, 'module example.com/server');
  return `${own}\nrequire ${SERVER} v${release}\n`;
}

function goOf(release) {
  const releases = JSON.parse(readFileSync(CATALOG, 'utf8'));
  return releases.find((summary) => summary.release === release)?.go;
}

/** Before 1.21 the first of a minor is named without its zero (https://go.dev/doc/toolchain#version). */
const toolchainName = (version) => `go${version.replace(/^(1\.(?:1\d|20))\.0$/, '$1')}`;

/** Runs the exact Go in a folder; it may add what the scratch module lacks. */
function goIn(cwd, version) {
  const env = {
    ...process.env,
    GOTOOLCHAIN: toolchainName(version),
    GOFLAGS: '-mod=mod',
    GOWORK: 'off',
    GOEXPERIMENT: '',
    CGO_ENABLED: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
  return (...args) => {
    const { status, stdout, stderr, error } = spawnSync('go', args, { cwd, env, encoding: 'utf8' });
    if (error?.code === 'ENOENT') throw new CannotBuild('there is no go on the PATH');
    if (error) throw error;
    if (status !== 0) throw new CannotBuild(`go ${args[0]} failed:\n${stderr.trim() || stdout.trim()}`);
    return stdout;
  };
}

/** The user's, as Go finds it for its own build cache (os.UserCacheDir). */
function cacheFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/nx-nakama');
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'nx-nakama');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'nx-nakama');
}
