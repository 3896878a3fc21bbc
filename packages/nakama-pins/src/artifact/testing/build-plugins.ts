import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { goWith, hasGo } from '../../testing/go';
import type { Files } from '../../testing/workspace';
import { userCache } from '../../toolchain/user-cache';

/** How a plugin, library or program is built: the key of its place in the cache. */
export interface Recipe {
  /** The exact Go; `1.26.5` by default. */
  readonly go?: string;
  readonly mode?: 'plugin' | 'exe' | 'c-shared';
  /** Flags of go build besides -buildmode; `-trimpath` by default. */
  readonly flags?: readonly string[];
  readonly files: Files;
  /** Of go, besides: `{ GOARCH: 'arm64', CC: 'aarch64-linux-gnu-gcc' }`. */
  readonly env?: Readonly<Record<string, string>>;
  /** What to do with the bytes afterwards; its text is part of the key. */
  readonly change?: (bytes: Buffer) => Buffer;
}

const hasCompiler = spawnSync('gcc', ['--version']).status === 0;

/** The rows are built by the computer's own C compiler, for the platform of the catalog's fingerprints. */
export const canBuild = hasGo && hasCompiler && process.platform === 'linux' && process.arch === 'x64';

if (!canBuild) console.warn('no go and gcc for linux/amd64: tests with real plugins are skipped');

/** `describe` if plugins can be built. */
export const describeWithPlugins = canBuild ? describe : describe.skip;

/** Compiling the standard library anew, as with -race, takes a minute. */
export const BUILD_TIMEOUT_MS = 10 * 60 * 1000;

/** One folder a user, kept: what is built stays the same as long as its recipe does. */
const CACHE = join(userCache(process.env), 'test-artifacts');

const building = new Map<string, Promise<string>>();

/** Builds by the recipe, once for each user. @returns absolute path */
export function build(recipe: Recipe): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify({ ...recipe, change: String(recipe.change) }))
    .digest('hex')
    .slice(0, 16);
  const known = building.get(key) ?? buildInto(join(CACHE, `${key}.so`), recipe);
  building.set(key, known);
  return known;
}

async function buildInto(target: string, recipe: Recipe): Promise<string> {
  if (existsSync(target)) return target;
  mkdirSync(CACHE, { recursive: true, mode: 0o700 });
  const { change, ...plain } = recipe;
  const unfinished = `${target}.${process.pid}`;
  if (change) writeFileSync(unfinished, change(readFileSync(await build(plain))), { mode: 0o755 });
  else await compile(unfinished, plain);
  renameSync(unfinished, target);
  return target;
}

async function compile(
  target: string,
  { go = '1.26.5', mode = 'plugin', flags, files, env = {} }: Recipe,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'nakama-pins-build-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    if (files['go.mod'] === undefined) {
      const { status, stderr } = spawnSync('gcc', ['-shared', '-fPIC', '-o', target, 'main.c'], { cwd: dir });
      if (status !== 0) throw new Error(String(stderr));
      return;
    }
    const options = [`-buildmode=${mode}`, '-buildvcs=false', ...(flags ?? ['-trimpath'])];
    await goWith(env, dir, go, 'build', ...options, '-o', target, '.');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
