import { spawnSync } from 'node:child_process';
import { goSettings } from '../module-proxy/go-settings';
import { findGo, type GoResult, runGo } from '../toolchain/go-command';
import { goEnvironment } from '../toolchain/go-environment';
import { catalogRelease, type Files, mainGo, pinned } from './workspace';

const go = findGo(process.env);

if (go === undefined) console.warn('no go on PATH: tests that compare with Go are skipped');

/** `describe` where the real go is on PATH. */
export const describeWithGo = go === undefined ? describe.skip : describe;

export const hasGo = go !== undefined;

/** What GOPROXY is here, be it go's own default: where no go is on PATH that is not known. */
export function goProxy(): string {
  const asked = go === undefined ? '' : spawnSync(go, ['env', 'GOPROXY'], { encoding: 'utf8' }).stdout.trim();
  return asked || goSettings(process.env)('GOPROXY');
}

/** Long enough to fetch a toolchain and to compile its standard library once. */
export const GO_TIMEOUT_MS = 10 * 60 * 1000;

/** Runs the exact Go in a folder; throws where it fails. */
export function goIn(cwd: string, version: string, ...args: string[]): Promise<GoResult> {
  return goWith({}, cwd, version, ...args);
}

/** The same with variables of its own. */
export async function goWith(
  extra: Readonly<Record<string, string>>,
  cwd: string,
  version: string,
  ...args: string[]
): Promise<GoResult> {
  const env = goEnvironment({ version, base: process.env, extra });
  const result = await runGo({ go: go ?? 'go', args, cwd, env });
  if (result.code !== 0) throw new Error(`go ${args.join(' ')}: ${result.stderr}`);
  return result;
}

/**
 * A plugin that go compiles: all modules of the release that these imports lead to, at its versions or at others.
 *
 * @param sums go.sum lines of versions that are not the release's
 */
export function buildable(
  imports: readonly string[] = [],
  versions: Readonly<Record<string, string>> = {},
  sums: readonly string[] = [],
): Files {
  const files = pinned(modulesBehind(imports), versions);
  const known = String(files['go.sum'])
    .split('\n')
    .filter((line) => !Object.keys(versions).some((path) => line.startsWith(`${path} `)));
  return { ...files, 'go.sum': [...sums, ...known].join('\n'), 'main.go': mainGo(...imports) };
}

/** Modules of the release that a plugin with these imports links, but for the two that `pinned` brings. */
function modulesBehind(imports: readonly string[]): string[] {
  const release = catalogRelease();
  const seen = new Set(imports);
  for (const path of seen) for (const imported of release.importsOf(path) ?? []) seen.add(imported);
  const modules = new Set([...seen].map((path) => release.moduleOfPackage(path)?.path ?? ''));
  return [...modules]
    .filter((path) => path !== 'github.com/heroiclabs/nakama-common' && path !== 'google.golang.org/protobuf')
    .sort();
}
