import { type ChildProcess, spawnSync } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const running = new Set<ChildProcess>();

/** Ends a process and all that it started; one that is gone already is no error. */
export function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    // The negative id means the group: the child was started detached.
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Every process of the group has ended.
  }
}

/**
 * A group of its own gets no Ctrl-C from the terminal, so its end is bound to ours.
 *
 * @returns takes that back, once the child has ended
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

/** What the signal would have done without us still happens, unless somebody else listens too. */
function onSignal(signal: NodeJS.Signals): void {
  killAll();
  stopListening();
  if (process.listenerCount(signal) <= signalExitListeners()) process.kill(process.pid, signal);
}

/**
 * Listeners of the library signal-exit, which proper-lockfile and write-file-atomic clean up by: they let the signal
 * have its way only where nobody but themselves listens, so for us they do not count. Its versions 3 and 4 keep their
 * numbers where other copies of the library find them.
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
