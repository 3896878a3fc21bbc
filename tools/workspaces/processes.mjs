// Runs programs in temporary workspaces: argv arrays, no shell, output kept.
import { spawn } from 'node:child_process';

/**
 * Runs a program to its end, with any exit code.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, output: string, ms: number }>} `output`: standard output and error as they came;
 *   `ms`: wall time of the whole process
 */
export function capture(program, args, { cwd, env = workspaceEnvironment() }) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const begun = performance.now();
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        output: Buffer.concat(chunks).toString('utf8'),
        ms: performance.now() - begun,
      }),
    );
  });
}

/**
 * Runs a program that must succeed.
 *
 * @returns {Promise<{ output: string, ms: number }>}
 * @throws Error with everything that the program printed
 */
export async function succeed(program, args, options) {
  const { code, output, ms } = await capture(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}`);
  return { output, ms };
}

/** Runs npm, which must succeed: the npm that runs us, else the one on PATH. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js')
    ? succeed(process.execPath, [script, ...args], options)
    : succeed('npm', args, options);
}

/**
 * The environment of a workspace's programs: without the variables that the npm and the Nx around us have set, so
 * that the workspace stands alone; without colour, daemon and cloud.
 *
 * @param {NodeJS.ProcessEnv} [extra]
 */
export function workspaceEnvironment(extra = {}) {
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(?:NX_|npm_(?!config_)|npm_config_(?:loglevel|local_prefix)$|FORCE_COLOR$)/i.test(key),
  );
  return {
    ...Object.fromEntries(inherited),
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    NX_TUI: 'false',
    NO_COLOR: '1',
    npm_config_update_notifier: 'false',
    ...extra,
  };
}
