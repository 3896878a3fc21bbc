import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { atEnd } from '../input/at-end';

// The only module that starts processes.

export interface ProcessStart {
  /** Absolute path of the program. */
  readonly program: string;
  /** Passed without a shell. */
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Whether it gets a standard input; without one it reads nothing. */
  readonly hasInput?: boolean;
  /** The user that it runs as, where that is another one: only root may say so. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** A process that runs; `killTree` ends it and all that it started. */
export type StartedProcess = ChildProcessByStdio<Writable | null, Readable, Readable>;

/**
 * Starts a program, which ends when we end.
 *
 * @returns the process, and a function to call when it has ended
 */
export function startProcess({ program, args, cwd, env, hasInput = false, user }: ProcessStart): {
  readonly child: StartedProcess;
  readonly forget: () => void;
} {
  const child = spawn(program, args, {
    cwd,
    env,
    ...(user && { uid: user.uid, gid: user.gid }),
    stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    // A process group of its own, so that compilers and linkers end with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  }) as StartedProcess;
  // Such a group gets no Ctrl-C from the terminal, so we end it when we end.
  return { child, forget: atEnd(() => killTree(child)) };
}

/**
 * Starts a program that may outlive us, and keeps none of us alive: it reads our words, and sees by their end that we have
 * ended.
 *
 * @returns says the last word to it
 */
export function startOutliving({ program, args, env }: Omit<ProcessStart, 'cwd'>): (word: string) => void {
  const child = spawn(program, args, {
    cwd: '/',
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
    // Not in our group: what kills that must not kill it.
    detached: true,
  });
  // What can't be started, or has ended, hears nothing.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return (word) => {
    child.stdin.end(`${word}\n`);
  };
}

/** Ends a process and all that it started; it is not an error if it has already ended. */
export function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    // The negative id means the group, because the child was started detached.
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Every process of the group has ended.
  }
}

/** Runs a program that takes an instant, and waits. @returns what it prints; empty if it can't be run, or takes longer */
export function runBriefly(
  program: string,
  args: readonly string[],
  { env, limitMs }: { readonly env: NodeJS.ProcessEnv; readonly limitMs: number },
): string {
  const { stdout } = spawnSync(program, args, {
    env,
    encoding: 'utf8',
    timeout: limitMs,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  return stdout ?? '';
}
