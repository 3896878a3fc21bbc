import { spawnSync } from 'node:child_process';

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  /** Standard output, then standard error. */
  readonly output: string;
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a program to its end, with any exit code; colours are removed from its output. */
export function tryRun(program: string, args: readonly string[], { cwd, env }: RunOptions): RunResult {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  if (error) throw error;
  return { code: status ?? 1, stdout: withoutColours(stdout), output: withoutColours(stdout + stderr) };
}

/**
 * Runs a program that must succeed.
 *
 * @returns its standard output
 * @throws Error with everything that the program printed
 */
export function run(program: string, args: readonly string[], options: RunOptions): string {
  const { code, stdout, output } = tryRun(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}`);
  return stdout;
}

function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

/**
 * The environment of the programs under test: without the variables that the Nx and the npm which run the tests
 * have set, so that the workspace under test stands alone.
 */
export function cleanEnvironment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([key]) => !/^(?:NX_|npm_|JEST_|NODE_ENV$|FORCE_COLOR$)/i.test(key),
  );
  return {
    ...Object.fromEntries(own),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    // Otherwise nx migrate fetches and runs the newest Nx instead of the workspace's.
    NX_MIGRATE_USE_LOCAL: 'true',
    NX_NO_CLOUD: 'true',
    NO_COLOR: '1',
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    ...extra,
  };
}
