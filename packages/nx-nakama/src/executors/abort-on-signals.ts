/** What ends a run: Ctrl-C, and Nx when it is told to stop. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does work with an AbortSignal that Ctrl-C (or a SIGTERM) aborts, so that no `go` outlives the run and no file is
 * written after it.
 */
export async function withAbortOnSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, release } = abortOnSignals();
  try {
    return await work(signal);
  } finally {
    release();
  }
}

/** As `withAbortOnSignals`, for work that is a generator: `release` must be called when it is done. */
export function abortOnSignals(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals): void => controller.abort(new Error(`stopped by ${name}`));
  for (const name of SIGNALS) process.on(name, abort);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) process.off(name, abort);
    },
  };
}
