import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../input/problem';
import { DownloadError } from '../module-proxy/download-error';
import { goSettings } from '../module-proxy/go-settings';
import { createWeb } from '../module-proxy/web';
import { openChecksumDatabase } from '../sumdb/checksum-database';
import { userSumdbCache } from '../sumdb/sumdb-cache';
import { type FetchProgress, fetchToolchain } from './fetch-toolchain';
import { findGo, type GoResult, type GoRun, runGo } from './go-command';
import { goEnvironment, type GoEnvironmentOptions, toolchainName } from './go-environment';
import { explainGoFailure } from './go-failure';
import { type GoRoot, switchedRoot } from './go-root';
import { anew, mendRoot, mendZip } from './mend-root';
import { hostPlatform } from './toolchain-module';
import { userCache } from './user-cache';

/** The exact Go, ready to run, or why there is none. */
export type Toolchain =
  | {
      readonly go: string;
      readonly env: NodeJS.ProcessEnv;
      /** The `go` on PATH, which runs as that version, or one that was fetched into the user's cache. */
      readonly source: 'path' | 'fetched';
      /** Where it is, if it was downloaded: what is damaged of it can be had again. */
      readonly root?: GoRoot;
      readonly missing?: undefined;
      readonly fix?: undefined;
    }
  | {
      readonly go?: undefined;
      /** One sentence without a full stop. */
      readonly missing: string;
      readonly fix: string;
      /** It is there, damaged, and this user may not remove it. */
      readonly isDamaged?: boolean;
    };

export type ResolveToolchainOptions = GoEnvironmentOptions &
  Pick<GoRun, 'signal' | 'onStderrLine'> & {
    /** Fetch the version if no `go` on PATH can run as it: 70 MB, once for each user. */
    readonly fetch?: boolean;
    /** Told what is damaged in a cache, and who is waited for, as one line. */
    readonly onSay?: (text: string) => void;
    /** Called while it is fetched. */
    readonly onFetch?: (progress: FetchProgress) => void;
  };

/**
 * Finds the exact Go: a `go` on PATH that runs as that version (from 1.21 on it fetches the version,
 * https://go.dev/doc/toolchain); else, if that is wanted, the one in the user's cache, which is fetched from the same
 * place and proved by its hash.
 *
 * @throws the signal's reason if it was aborted
 */
export async function resolveToolchain(options: ResolveToolchainOptions): Promise<Toolchain> {
  const onPath = await goOnPath(options);
  if (onPath.missing === undefined || !options.fetch) return onPath;
  if (!onPath.isDamaged) return fetchedGo(options);
  // Nothing was changed there, so it is known what to say if it can't be fetched either.
  options.onSay?.(`${onPath.missing}: Go ${options.version} is fetched into the user's cache`);
  const fetched = await fetchedGo(options);
  return fetched.missing === undefined
    ? fetched
    : { ...onPath, missing: `${onPath.missing}; ${fetched.missing}` };
}

/** To say its version as another one, go fetches that: some 70 MB. */
const FETCH_LIMIT_MS = 30 * 60_000;

/** Asks the go on PATH whether it can run as the version, which also makes it download that. */
async function goOnPath(options: ResolveToolchainOptions): Promise<Toolchain> {
  const { version, base } = options;
  const name = toolchainName(version);
  const go = findGo(base);
  if (go === undefined) {
    return {
      missing: 'there is no go on PATH',
      fix: `install Go 1.21 or newer (https://go.dev/dl): it fetches ${name} by itself`,
    };
  }
  const env = goEnvironment(options);
  const root = switchedRoot(go, version, env);
  const ran = await askVersion(options, go, env, root);
  if (ran.missing !== undefined) return ran;
  const { code, stdout, stderr, timedOut } = ran;
  if (timedOut) {
    return {
      missing: `${go} does not say its version as ${name}: it was ended after ${FETCH_LIMIT_MS / 60_000} min`,
      fix: `run it yourself and see what it waits for: GOTOOLCHAIN=${name} go version`,
    };
  }
  if (code !== 0) {
    const { lines, fix } = explainGoFailure(stderr);
    return { missing: `${name} can't be had: ${lines.join('; ')}`, fix };
  }
  const actual = /^go version (go\S+)/.exec(stdout)?.[1];
  if (actual === name) return { go, env, source: 'path', root };
  return {
    missing: `${go} is ${actual ?? 'not Go'}, which can't run as ${name}`,
    fix: `put Go 1.21 or newer on PATH (https://go.dev/dl): it fetches ${name} by itself`,
  };
}

type Missing = Extract<Toolchain, { missing: string }>;

/**
 * Has a go on PATH say its version as another one, which makes it fetch that. What is damaged of that one in go's cache is
 * taken away before, because it may be what answers; and after, because go may have unpacked a damaged zip.
 */
async function askVersion(
  { base, signal, onStderrLine, onSay = () => undefined }: ResolveToolchainOptions,
  go: string,
  env: NodeJS.ProcessEnv,
  root: GoRoot | undefined,
): Promise<(GoResult & { readonly missing?: undefined }) | Missing> {
  // Here no go.mod is above.
  const ask = (): Promise<GoResult> =>
    runGo({ go, args: ['version'], cwd: tmpdir(), env, signal, onStderrLine, limitMs: FETCH_LIMIT_MS });
  const mending = { env: base, say: onSay };
  try {
    if (!root) return await ask();
    await mendRoot(root, 'programs', mending);
    const ran = await ask();
    const isMended =
      ran.code === 0 ? mendRoot(root, 'programs', mending) : mendZip(root, ran.stderr, mending);
    return (await isMended) ? await ask() : ran;
  } catch (error) {
    if (error instanceof InputError) {
      const [{ file, message, fix = '' } = NO_PROBLEM] = error.problems;
      return { missing: `${file}: ${message}`, fix, isDamaged: true };
    }
    if (!isStartFailure(error)) throw error;
    return {
      missing: `${go} can't be started: ${error.code}`,
      fix: 'install that Go anew (https://go.dev/dl)',
    };
  }
}

const NO_PROBLEM = { file: '', message: '', fix: '' };

function isStartFailure(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall?.startsWith('spawn') === true;
}

async function fetchedGo(options: ResolveToolchainOptions): Promise<Toolchain> {
  const { version, base, signal, onStderrLine, onFetch, onSay } = options;
  const settings = goSettings(base);
  const web = createWeb({ env: base, signal });
  const cache = userCache(base);
  let isTold = false;
  try {
    const root = await fetchToolchain({
      version,
      cache,
      settings,
      web,
      database: openChecksumDatabase({ settings, web, cache: userSumdbCache(cache) }),
      signal,
      onDamage: (folder, words) => onSay?.(anew(folder, words)),
      onWait: (holder) => onSay?.(`waiting for ${holder}, which fetches Go ${version}`),
      onProgress: (progress) => {
        // In go's own words.
        if (!isTold)
          onStderrLine?.(`go: downloading ${toolchainName(version)} (${hostPlatform().replace('-', '/')})`);
        isTold = true;
        onFetch?.(progress);
      },
    });
    return {
      go: join(root, 'bin', process.platform === 'win32' ? 'go.exe' : 'go'),
      env: goEnvironment({ ...options, isExact: true }),
      source: 'fetched',
      root: { version, folder: root },
    };
  } catch (error) {
    signal?.throwIfAborted();
    const missing = `${toolchainName(version)} can't be had: ${(error as Error).message}`;
    if (error instanceof DownloadError) return { missing, fix: error.fix };
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    // An error of the folder: no permission, no space, or locked for a very long time.
    return { missing, fix: 'set NAKAMA_PINS_CACHE to a writable folder with 350 MB of free space' };
  }
}
