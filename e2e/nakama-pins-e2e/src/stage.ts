import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../../..');
const CLI = join(REPOSITORY, 'packages/nakama-pins/dist/cli/main.js');

export const RELEASE = '3.40.0';
const GO = 'go1.26.5';

export interface RunResult {
  readonly code: number;
  /** Standard output, then standard error. */
  readonly output: string;
}

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): RunResult {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { code: status ?? 1, output: stdout + stderr };
}

/** The real server's program, built if it is not there; undefined, with a message, if it can't be built. */
export function realServer(): string | undefined {
  if (spawnSync('go', ['version']).status !== 0) {
    console.warn('SKIPPED: there is no go on the PATH, no plugin was built and loaded');
    return undefined;
  }
  const { code, output } = run(process.execPath, ['tools/server/build.mjs', RELEASE], REPOSITORY);
  if (code === 0) return output.trim();
  console.warn(`SKIPPED: no real Nakama ${RELEASE} to load plugins with: ${output.trim()}`);
  return undefined;
}

/** A plugin's folder, outside the repository. */
export class Plugin {
  private readonly dir = mkdtempSync(join(tmpdir(), 'nakama-pins-e2e-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dir, file)), { recursive: true });
      writeFileSync(join(this.dir, file), text);
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  has(file: string): boolean {
    return existsSync(join(this.dir, file));
  }

  read(file: string): string {
    return readFileSync(join(this.dir, file), 'utf8');
  }

  /** `nakama-pins <args>` in the folder, the command as it is published. */
  pins(...args: string[]): RunResult {
    return run(process.execPath, [CLI, ...args], this.dir);
  }

  /** Runs the release's exact Go, which must succeed. */
  go(...args: string[]): void {
    const env = { GOTOOLCHAIN: GO, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '1' };
    const { code, output } = run('go', args, this.dir, env);
    if (code !== 0) throw new Error(`go ${args.join(' ')} ended with ${code}:\n${output}`);
  }

  /** Builds the plugin and has the server open it; with an empty folder the server would say nothing. */
  load(server: string): RunResult {
    this.go('build', '-buildmode=plugin', '-trimpath', '-o', 'modules/arena.so', '.');
    if (!this.has('modules/arena.so')) throw new Error('go build left no modules/arena.so');
    return run(server, ['check', '--runtime.path', 'modules'], this.dir);
  }
}
