import { type ChildProcess, spawnSync } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const running = new Set<ChildProcess>();

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

/**
 * A process group of its own gets no Ctrl-C from the terminal, so we end it when we end.
 *
 * @returns a function that undoes this, to call when the child has ended
 */
export function endWithUs(child: ChildProcess): () => void {
  if (running.size === 0) {
    process.on('exit', killAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) stopListening();
  };
}

function killAll(): void {
  for (const child of running) killTree(child);
}

/** The signal still has its usual effect, unless other listeners exist. */
function onSignal(signal: NodeJS.Signals): void {
  killAll();
  stopListening();
  if (process.listenerCount(signal) <= signalExitListeners()) process.kill(process.pid, signal);
}

/**
 * The number of listeners of the library signal-exit, with which proper-lockfile cleans up. They
 * let the signal have its usual effect only if there are no other listeners, so we do not count them. Versions 3 and 4
 * of the library keep their numbers where its other copies find them.
 */
function signalExitListeners(): number {
  const process3 = process as { __signal_exit_emitter__?: { count?: number } };
  const global4 = globalThis as { [SIGNAL_EXIT_4]?: { count?: number } };
  return (process3.__signal_exit_emitter__?.count ?? 0) + (global4[SIGNAL_EXIT_4]?.count ?? 0);
}

const SIGNAL_EXIT_4 = Symbol.for('signal-exit emitter');

function stopListening(): void {
  process.off('exit', killAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
