import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { GO_MOD_MAX_BYTES } from '../go-module/go-mod';
import { withFileLock } from '../input/file-lock';
import { InputError } from '../input/problem';
import { readTextFile } from '../input/read-text';
import { tempFolder } from '../input/temp-folder';
import { writeScratch } from '../input/write-disk';
import { SERVER_MODULE } from '../releases/nakama-modules';
import type { Platform, Release } from '../releases/release-model';
import { explainGoFailure } from '../toolchain/go-failure';
import { keepProgram, programDamage } from '../toolchain/kept-program';
import type { Tools } from '../toolchain/tools';
import { unpackedFiles } from '../toolchain/unpacked-files';
import { cacheFolder, userCache } from '../toolchain/user-cache';

/** As the release's own Dockerfile links it (nakama: build/Dockerfile). */
const LDFLAGS = '-s -w';

/** Another build of the same server takes minutes; one that died is taken over. */
const LOCK = { staleMs: 30_000, waitMs: 30 * 60 * 1000 };

/** What a server is built by. */
export type BuiltRelease = Pick<Release, 'version' | 'go' | 'serverImageBase'>;

/** The path of the program of a server that is built from its Go module, whether it is there or not: one for each user. */
export function builtServerPath(
  { version, go }: BuiltRelease,
  platform: Platform,
  env: NodeJS.ProcessEnv,
): string {
  return join(userCache(env), 'servers', `${version}-go${go}-${platform.replace('/', '-')}`, 'nakama');
}

/**
 * Builds the server of a release from its Go module, by the release's exact Go, unless it was built before. It appears
 * whole or not at all, and only one process at a time builds it. One that is damaged is built anew.
 *
 * It is the published code: packages that the official server has patched (`Release.patchedPackages`) are not.
 *
 * @returns absolute path of the program
 * @throws InputError if it can't be built here; the signal's reason if it was aborted
 */
export async function buildServer(release: BuiltRelease, platform: Platform, tools: Tools): Promise<string> {
  const program = builtServerPath(release, platform, tools.around.env);
  const { env } = tools.around;
  const kept = unpackedFiles(env);
  if (existsSync(program) && !programDamage(program, kept)) return program;
  cacheFolder(env, 'servers', basename(dirname(program)));
  const onWait = (holder: string): void =>
    tools.say(`waiting for ${holder}, which builds the server of Nakama ${release.version}`);
  await withFileLock(program, { ...LOCK, onWait }, async () => {
    // Who held the lock may have built it.
    const damage = programDamage(program, kept);
    if (damage) {
      tools.say(`damaged in the cache, and built anew: ${program} (it ${damage.is})`);
      rmSync(program);
    }
    if (existsSync(program)) return;
    await buildInto(program, release, platform, tools);
    keepProgram(program, kept);
  });
  return program;
}

async function buildInto(
  program: string,
  release: BuiltRelease,
  platform: Platform,
  tools: Tools,
): Promise<void> {
  tools.say(
    `building the server of Nakama ${release.version} for ${platform}, once: this takes some minutes`,
  );
  const go = await serverGo(release, platform, tools);
  const work = tempFolder('nakama-server');
  const dir = work.path;
  const unfinished = `${program}.${process.pid}`;
  try {
    const { GoMod } = JSON.parse(
      await go(dir, 'mod', 'download', '-json', `${SERVER_MODULE}@v${release.version}`),
    ) as { GoMod: string };
    writeScratch(
      join(dir, 'go.mod'),
      scratchGoMod(readTextFile(GoMod, GoMod, { maxBytes: GO_MOD_MAX_BYTES }), release),
    );
    await go(dir, 'build', '-mod=mod', '-trimpath', `-ldflags=${LDFLAGS}`, '-o', unfinished, SERVER_MODULE);
    renameSync(unfinished, program);
  } finally {
    work.remove();
    rmSync(unfinished, { force: true });
  }
}

/** A module that requires the server, and all else as the server itself does: go then selects its versions. */
function scratchGoMod(goMod: string, { version }: BuiltRelease): string {
  const own = goMod.replace(/^module .*$/m, 'module nakama.invalid/server');
  return `${own}\nrequire ${SERVER_MODULE} v${version}\n`;
}

type Go = (cwd: string, ...args: string[]) => Promise<string>;

async function serverGo(release: BuiltRelease, platform: Platform, tools: Tools): Promise<Go> {
  const refuse = ({ missing, fix }: { missing: string; fix: string }): InputError =>
    cannotBuild(release, platform, missing, fix);
  const compiler = await tools.cCompiler(release, platform);
  if (compiler.missing !== undefined) throw refuse(compiler);
  const toolchain = await tools.go(release, { platform, extra: compiler.env, fetch: true });
  if (toolchain.missing !== undefined) throw refuse(toolchain);
  return async (cwd, ...args) => {
    const { code, stdout, stderr } = await tools.run(toolchain, cwd, args);
    if (code === 0) return stdout;
    const { lines, fix } = explainGoFailure(stderr || downloadError(stdout), cwd);
    throw refuse({ missing: lines.join('; '), fix });
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

function cannotBuild(release: BuiltRelease, platform: Platform, why: string, fix: string): InputError {
  return new InputError([
    {
      file: `Nakama ${release.version}`,
      message: `the server can't be built for ${platform} from its Go module: ${why}`,
      fix: `${fix}; or name a server's program (binary), or start Docker`,
    },
  ]);
}
