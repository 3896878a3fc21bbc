import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DownloadError } from '../module-proxy/download-error';
import { goSettings } from '../module-proxy/go-settings';
import { openModuleFile } from '../module-proxy/module-proxy';
import { createWeb } from '../module-proxy/web';
import type { Platform, Release } from '../releases/release-model';
import { chooseCCompiler } from './c-compiler';
import { toolchainFolder } from './fetch-toolchain';
import { runGo } from './go-command';
import { toolchainName } from './go-environment';
import { SHORT_RUN_MS } from './run-program';
import { resolveToolchain } from './toolchain';
import { hostPlatform, pinnedToolchainSum, toolchainModule } from './toolchain-module';
import { userCache } from './user-cache';
import { findZig, ZIG_PACKAGE } from './zig';

/** One thing that a build needs or uses. */
export interface DiagnosisRow {
  readonly subject: string;
  /** `missing` stops a build; `note` does not. */
  readonly status: 'ok' | 'note' | 'missing';
  /** What is used, or what is wrong. */
  readonly found: string;
  /** The command or setting that fixes it. */
  readonly fix?: string;
}

export interface DiagnoseOptions {
  /** Absolute. */
  readonly root: string;
  readonly release: Release;
  readonly platforms: readonly Platform[];
  readonly env: NodeJS.ProcessEnv;
  readonly onLine?: (line: string) => void;
}

/**
 * What a build for a release would use on this computer, and what is missing. A `go` on PATH is asked to run as the
 * release's Go, which makes it fetch that one; without a `go` nothing is fetched.
 */
export async function diagnose(options: DiagnoseOptions): Promise<DiagnosisRow[]> {
  const { root, platforms, env } = options;
  const compilers = await Promise.all(platforms.map((platform) => compilerRow(options, platform)));
  const settings = goSettings(env);
  const zig = findZig(root, env);
  return [
    ...(await goRows(options)),
    ...compilers,
    zig
      ? { subject: 'zig', status: 'ok', found: zig.program }
      : {
          subject: 'zig',
          status: 'note',
          found: 'not installed: it builds for every server on any computer',
          fix: `npm install --save-dev ${ZIG_PACKAGE}`,
        },
    { subject: 'GOPROXY', status: 'ok', found: settings('GOPROXY') || "not set: Go's own default" },
    { subject: 'GOSUMDB', status: 'ok', found: settings('GOSUMDB') || 'not set: sum.golang.org' },
    { subject: 'cache', status: 'ok', found: userCache(env) },
  ];
}

async function goRows({ release, env, onLine }: DiagnoseOptions): Promise<DiagnosisRow[]> {
  const name = toolchainName(release.go);
  const toolchain = await resolveToolchain({ version: release.go, base: env, onStderrLine: onLine });
  if (toolchain.missing !== undefined) return [await fetchRow(release, env, toolchain.missing)];
  const args = ['env', 'GOMODCACHE', 'GOCACHE'];
  const { stdout } = await runGo({ ...toolchain, args, cwd: tmpdir(), limitMs: SHORT_RUN_MS });
  const [modules = '', builds = ''] = stdout.split(/\r?\n/);
  return [
    { subject: 'Go', status: 'ok', found: `${toolchain.go}, which runs as ${name}` },
    { subject: 'GOMODCACHE', status: 'ok', found: modules },
    { subject: 'GOCACHE', status: 'ok', found: builds },
  ];
}

async function fetchRow(release: Release, env: NodeJS.ProcessEnv, missing: string): Promise<DiagnosisRow> {
  const host = hostPlatform();
  const module = toolchainModule(release.go, host);
  const folder = toolchainFolder(userCache(env), module);
  if (existsSync(folder)) return { subject: 'Go', status: 'ok', found: `${folder} (${missing})` };
  try {
    const web = createWeb({ env });
    const { body, url } = await openModuleFile(module, 'info', goSettings(env), web);
    body.resume();
    const proof = pinnedToolchainSum(release.go, host) ? 'the catalog' : 'the checksum database';
    const source = new URL(url).host || url;
    return {
      subject: 'Go',
      status: 'ok',
      found: `fetched from ${source} when it is needed, its hash from ${proof} (${missing})`,
    };
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    return { subject: 'Go', status: 'missing', found: `${missing}; ${error.message}`, fix: error.fix };
  }
}

async function compilerRow(
  { root, release, env }: DiagnoseOptions,
  platform: Platform,
): Promise<DiagnosisRow> {
  const { serverImageBase } = release;
  const compiler = await chooseCCompiler({ platform, serverImageBase, root, base: env });
  const subject = `C compiler for ${platform}`;
  if (compiler.missing !== undefined) {
    return { subject, status: 'missing', found: compiler.missing, fix: compiler.fix };
  }
  const { command, glibc, warning } = compiler;
  if (warning !== undefined) return { subject, status: 'note', found: warning };
  return { subject, status: 'ok', found: `${command} (glibc ${glibc}, the server: ${serverImageBase})` };
}
