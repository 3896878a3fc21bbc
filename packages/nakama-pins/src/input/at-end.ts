const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const open = new Set<() => void>();

/**
 * Has something done when this process ends, be it by itself or by a signal. What was asked for last is done first.
 *
 * @param cleanUp may be called while the process dies: it must be quick, and not throw
 * @returns a function that undoes this, to call when there is nothing left to do
 */
export function atEnd(cleanUp: () => void): () => void {
  if (open.size === 0) {
    process.on('exit', cleanAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  open.add(cleanUp);
  return () => {
    open.delete(cleanUp);
    if (open.size === 0) stopListening();
  };
}

function cleanAll(): void {
  for (const cleanUp of [...open].reverse()) cleanUp();
}

/** The signal still has its usual effect, unless other listeners exist. */
function onSignal(signal: NodeJS.Signals): void {
  cleanAll();
  // Who outlives the signal may ask again.
  open.clear();
  stopListening();
  if (process.listenerCount(signal) <= signalExitListeners()) process.kill(process.pid, signal);
}

/**
 * The number of listeners of the library signal-exit, with which proper-lockfile cleans up. They let the signal have its
 * usual effect only if there are no other listeners, so we do not count them. Versions 3 and 4 of the library keep their
 * numbers where its other copies find them.
 */
function signalExitListeners(): number {
  const process3 = process as { __signal_exit_emitter__?: { count?: number } };
  const global4 = globalThis as { [SIGNAL_EXIT_4]?: { count?: number } };
  return (process3.__signal_exit_emitter__?.count ?? 0) + (global4[SIGNAL_EXIT_4]?.count ?? 0);
}

const SIGNAL_EXIT_4 = Symbol.for('signal-exit emitter');

function stopListening(): void {
  process.off('exit', cleanAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
