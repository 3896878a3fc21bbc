import { existsSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { goMinor } from '../go-module/compare-go';
import { formatProblem } from '../input/problem';
import { findProgram, pathWith } from '../toolchain/find-program';
import { runGo } from '../toolchain/go-command';
import { toolchainName } from '../toolchain/go-environment';
import { runProgram, SHORT_RUN_MS } from '../toolchain/run-program';
import type { ReadyGo } from '../toolchain/tools';
import type { OpenModule } from '../verify/open-module';
import { findGolangciConfig, type GolangciConfig } from './golangci-config';
import { moduleMode } from './module-mode';
import { placesFromRoot } from './places';
import type { Print } from './print';

export interface GolangciOptions {
  /** Program to run: a name on PATH, or a path from the workspace root; `golangci-lint` by default. */
  readonly program?: string;
  readonly tags?: readonly string[];
  readonly packages?: readonly string[];
  readonly signal?: AbortSignal;
}

/** It refuses modules whose go line is higher than the Go that it was compiled by. */
const BUILT_BY_OLDER_GO = /used to build golangci-lint is lower than the targeted Go version/;

/**
 * Runs golangci-lint on a module if the workspace has settings for it, with the exact Go as the first on its PATH.
 *
 * @returns whether it found nothing; true also if it is not configured
 * @throws InputError if its settings can't be read; the signal's reason if it was aborted
 */
export async function golangciLint(
  module: OpenModule,
  toolchain: ReadyGo,
  options: GolangciOptions,
  print: Print,
): Promise<boolean> {
  const { facts, release, reader, folder } = module;
  const { program: name = 'golangci-lint', tags = [], packages = [], signal } = options;
  const config = findGolangciConfig(reader.folders, facts.dir);
  if (config === undefined) return true;
  const program = findLinter(name, reader.folders.root, toolchain.env);
  const install = installCommand(config, release.go);
  if (program === undefined) {
    const message = `golangci-lint is configured, and there is no ${name}`;
    print(
      formatProblem({ file: config.file, message, fix: `${install}, or leave it out: golangciLint: false` }),
    );
    return false;
  }
  print(`${facts.dir}: golangci-lint with Go ${release.go} (${config.file})`);
  const placed = placesFromRoot(reader.folders, basesOf(config, facts.dir));
  const onLine = (line: string): void => print(placed(line));
  const { code, killedBy, stdout, stderr } = await runProgram({
    program,
    args: [
      'run',
      `--config=${reader.folders.absolute(config.file)}`,
      '--color=never',
      // Otherwise a second golangci-lint that runs at the same time gives up.
      '--allow-parallel-runners',
      ...(tags.length > 0 ? [`--build-tags=${tags.join(',')}`] : []),
      ...packages,
    ],
    cwd: folder,
    env: await environment(module, toolchain, signal),
    signal,
    onStdoutLine: onLine,
    onStderrLine: onLine,
  });
  if (killedBy !== undefined) print(`${facts.dir}: golangci-lint was ended by ${killedBy}`);
  if (code !== 0 && BUILT_BY_OLDER_GO.test(stdout + stderr)) print(`  fix: ${install}`);
  return code === 0;
}

function findLinter(name: string, root: string, env: NodeJS.ProcessEnv): string | undefined {
  if (!/[\\/]/.test(name)) return findProgram(name, env);
  const path = resolve(root, name);
  return existsSync(path) ? path : undefined;
}

/** It starts the first go on PATH: that is the release's own, not one that may run as it. */
async function environment(
  module: OpenModule,
  { go, env }: ReadyGo,
  signal: AbortSignal | undefined,
): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await runGo({
    go,
    env,
    args: ['env', 'GOROOT'],
    cwd: module.folder,
    signal,
    limitMs: SHORT_RUN_MS,
  });
  return { ...env, PATH: pathWith(resolve(stdout.trim(), 'bin'), env), GOFLAGS: moduleMode(module) };
}

/** Version 2 shows paths from the folder of its settings, version 1 from the one that it runs in. */
function basesOf({ file, major }: GolangciConfig, dir: string): string[] {
  const home = posix.dirname(file);
  return major === 2 ? [home, dir] : [dir, home];
}

/** Unless it is told so, go may compile it with an older Go than the module's, and then it refuses the module. */
function installCommand({ major }: GolangciConfig, go: string): string {
  const module = `github.com/golangci/golangci-lint${major === 2 ? '/v2' : ''}`;
  const [, minor] = goMinor(go);
  const toolchain = minor >= 21 ? `GOTOOLCHAIN=${toolchainName(go)}+auto ` : '';
  return `${toolchain}go install ${module}/cmd/golangci-lint@latest`;
}
