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
  const undo = atEnd(() => killTree(child));
  if (child.pid !== undefined) tell(`run ${child.pid}`);
  const forget = (): void => {
    undo();
    if (child.pid !== undefined) tell(`ended ${child.pid}`);
  };
  return { child, forget };
}

/**
 * Reads lines: groups of processes that run, folders that are theirs, and which of both are gone. When its input ends, because
 * we have ended, it ends what still runs and removes what is still there.
 */
const WATCH = `
pids=
while read -r word rest; do
  case $word in
    run) pids="$pids $rest" ;;
    ended) left=; for pid in $pids; do [ "$pid" = "$rest" ] || left="$left $pid"; done; pids=$left ;;
    folder) set -- "$@" "$rest" ;;
    gone) n=$#; while [ $n -gt 0 ]; do [ "$1" = "$rest" ] || set -- "$@" "$1"; shift; n=$((n - 1)); done ;;
  esac
done
for pid in $pids; do kill -s KILL -- "-$pid" 2>/dev/null; done
[ $# -eq 0 ] || { sleep 0.2; rm -rf -- "$@"; }`;

let watchdog: ((line: string) => void) | undefined;

/**
 * Tells a shell that outlives us: when we are killed and can do nothing any more (SIGKILL, no memory left), it does it. It
 * needs a hundredth of the memory of Node. Windows has none: there nothing is done.
 */
function tell(line: string): void {
  if (process.platform !== 'win32') (watchdog ??= startWatchdog())(line);
}

function startWatchdog(): (line: string) => void {
  const child = spawn('/bin/sh', ['-c', WATCH, 'nakama-pins'], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    // Not in our group: what kills that must not kill it.
    detached: true,
  });
  // What can't be started, or has ended, hears nothing.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return (line) => child.stdin.write(`${line}\n`);
}

/**
 * Has a folder removed if we are killed, after all that we have started.
 *
 * @returns undoes it; to call when it is removed
 */
export function removeAfterUs(folder: string): () => void {
  // The shell reads lines.
  if (folder.includes('\n')) return () => undefined;
  tell(`folder ${folder}`);
  return () => tell(`gone ${folder}`);
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
