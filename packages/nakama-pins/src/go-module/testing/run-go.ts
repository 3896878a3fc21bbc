import { execFile, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import * as path from 'node:path';

/** The folder that holds package.json of the whole repository. */
export const REPO_ROOT = path.resolve(__dirname, '../../../../..');

const ENVIRONMENT = {
  ...process.env,
  GOTOOLCHAIN: 'local',
  GOFLAGS: '',
  GOWORK: 'off',
  // If a folder has not changed for two seconds, Go answers from an index, which accepts what Go would refuse.
  GODEBUG: 'goindex=0',
};

export interface GoResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `go` without the caller's own settings for it. */
export function go(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<GoResult> {
  return new Promise((resolve) => {
    const env = { ...ENVIRONMENT, ...environment };
    const options = { cwd: REPO_ROOT, env, maxBuffer: 64 * 1024 * 1024 };
    execFile('go', [...args], options, (error, stdout, stderr) => resolve({ ok: !error, stdout, stderr }));
  });
}

/** A setting of `go env`; undefined if there is no `go`. */
export function goEnv(name: string): string | undefined {
  const { status, stdout } = spawnSync('go', ['env', name], { env: ENVIRONMENT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Does the work for each item, a few at a time; the results are in the items' order. */
export async function mapPooled<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
  return results;
}

const available = goEnv('GOVERSION') !== undefined;
if (!available) process.stderr.write('SKIPPED: no go command, so nothing is compared with Go itself\n');

/** `describe`, skipped with a clear message if there is no `go` to compare with. */
export const describeWithGo = available ? describe : describe.skip;
