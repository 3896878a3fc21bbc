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

/** Runs a program to its end, whatever its exit code; colours are taken out of what it says. */
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
 * Runs a program that is to succeed.
 *
 * @returns its standard output
 * @throws Error with everything the program said
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
 * The environment of the programs under test: without what the Nx and the npm that run the tests have put in,
 * so that the workspace under test stands alone.
 */
export function cleanEnvironment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([key]) => !/^(?:NX_|npm_|JEST_|NODE_ENV$|FORCE_COLOR$)/i.test(key),
  );
  return {
    ...Object.fromEntries(own),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    // Else nx migrate fetches the newest Nx to run instead of the workspace's.
    NX_MIGRATE_USE_LOCAL: 'true',
    NX_NO_CLOUD: 'true',
    NO_COLOR: '1',
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    ...extra,
  };
}
