import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError } from '../input/problem';
import { withFileLock } from '../input/file-lock';
import type { Platform, Release } from '../releases/release-model';
import { chooseCCompiler } from '../toolchain/c-compiler';
import { downloadsOnly } from '../toolchain/downloads';
import type { FetchProgress } from '../toolchain/fetch-toolchain';
import { runGo } from '../toolchain/go-command';
import { explainGoFailure } from '../toolchain/go-failure';
import { resolveToolchain } from '../toolchain/toolchain';
import { userCache } from '../toolchain/user-cache';

/** The server as a Go module. */
const SERVER = 'github.com/heroiclabs/nakama/v3';

/** As the release's own Dockerfile links it (nakama: build/Dockerfile). */
const LDFLAGS = '-s -w';

/** Another build of the same server takes minutes; one that died is taken over. */
const LOCK = { staleMs: 30_000, waitMs: 30 * 60 * 1000 };

export interface ServerBuildOptions {
  readonly release: Release;
  readonly platform: Platform;
  /** Absolute folder of the workspace, where zig may be installed. */
  readonly root: string;
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Called with each step and each download, as one line. */
  readonly onLine?: (line: string) => void;
  readonly onFetch?: (progress: FetchProgress) => void;
}

/** Where the program of a server that is built from its Go module lies, be it there or not: once for each user. */
export function builtServerPath(
  { version, go }: Release,
  platform: Platform,
  env: NodeJS.ProcessEnv,
): string {
  return join(userCache(env), 'servers', `${version}-go${go}-${platform.replace('/', '-')}`, 'nakama');
}

/**
 * Builds the server of a release from its Go module, by the release's exact Go, unless it was built before. It appears
 * whole or not at all, and only one process at a time builds it.
 *
 * It is the published code: packages that the official server has patched (`Release.patchedPackages`) are not.
 *
 * @returns absolute path of the program
 * @throws InputError where it can't be built here; the signal's reason where it was aborted
 */
export async function buildServer(options: ServerBuildOptions): Promise<string> {
  const { release, platform, env } = options;
  const program = builtServerPath(release, platform, env);
  if (existsSync(program)) return program;
  mkdirSync(dirname(program), { recursive: true });
  await withFileLock(program, LOCK, async () => {
    // Who held the lock may have built it.
    if (!existsSync(program)) await buildInto(program, options);
  });
  return program;
}

async function buildInto(program: string, options: ServerBuildOptions): Promise<void> {
  const { release, platform, onLine } = options;
  onLine?.(`building the server of Nakama ${release.version} for ${platform}, once: this takes some minutes`);
  const go = await serverGo(options);
  const dir = mkdtempSync(join(tmpdir(), 'nakama-server-'));
  const unfinished = `${program}.${process.pid}`;
  try {
    const { GoMod } = JSON.parse(
      await go(dir, 'mod', 'download', '-json', `${SERVER}@v${release.version}`),
    ) as { GoMod: string };
    writeFileSync(join(dir, 'go.mod'), scratchGoMod(readFileSync(GoMod, 'utf8'), release));
    await go(dir, 'build', '-mod=mod', '-trimpath', `-ldflags=${LDFLAGS}`, '-o', unfinished, SERVER);
    renameSync(unfinished, program);
  } finally {
    rmSync(dir, { recursive: true, force: true });
    rmSync(unfinished, { force: true });
  }
}

/** A module that requires the server, and all else as the server itself does: go then selects its versions. */
function scratchGoMod(goMod: string, { version }: Release): string {
  const own = goMod.replace(/^module .*$/m, 'module nakama.invalid/server');
  return `${own}\nrequire ${SERVER} v${version}\n`;
}

type Go = (cwd: string, ...args: string[]) => Promise<string>;

async function serverGo(options: ServerBuildOptions): Promise<Go> {
  const { release, platform, root, env, signal, onLine, onFetch } = options;
  const { serverImageBase } = release;
  const compiler = await chooseCCompiler({ platform, serverImageBase, root, base: env });
  if (compiler.missing !== undefined) throw cannotBuild(options, compiler.missing, compiler.fix);
  const onStderrLine = downloadsOnly(onLine);
  const toolchain = await resolveToolchain({
    version: release.go,
    platform,
    base: env,
    extra: compiler.env,
    fetch: true,
    signal,
    onStderrLine,
    onFetch,
  });
  if (toolchain.missing !== undefined) throw cannotBuild(options, toolchain.missing, toolchain.fix);
  return async (cwd, ...args) => {
    const { code, stdout, stderr } = await runGo({ ...toolchain, args, cwd, signal, onStderrLine });
    if (code === 0) return stdout;
    const { lines, fix } = explainGoFailure(stderr || downloadError(stdout), cwd);
    throw cannotBuild(options, lines.join('; '), fix);
  };
}

/** `go mod download -json` says on standard output what went wrong. */
function downloadError(stdout: string): string {
  try {
    return (JSON.parse(stdout) as { Error?: string }).Error ?? stdout;
  } catch {
    return stdout;
  }
}

function cannotBuild({ release, platform }: ServerBuildOptions, why: string, fix: string): InputError {
  return new InputError([
    {
      file: `Nakama ${release.version}`,
      message: `the server can't be built for ${platform} from its Go module: ${why}`,
      fix: `${fix}; or name a server's program (binary), or have Docker running`,
    },
  ]);
}
