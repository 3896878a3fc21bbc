import { setImmediate } from 'node:timers/promises';
import type { Outcome } from '../findings/outcome';
import { type Problem, problemsOf } from '../input/problem';
import type { OnProgress } from '../input/progress';

export interface EachOptions {
  /** How many are worked on at a time. */
  readonly concurrency: number;
  readonly onProgress?: OnProgress;
}

/** go already compiles with all processors; a second run uses the time in which the first only loads packages. */
export const WITH_GO = 2;

/** So long may work by text alone keep signals, timers and other work waiting. */
const TURN_MS = 100;

/**
 * Works on modules and gathers an outcome for each, in the order of the modules, whichever was done first. Bad input
 * of one module is a problem of that module alone.
 *
 * @param unjudged the outcome of a module that bad input kept from being worked on
 */
export async function eachModule<M, T extends Pick<Outcome, 'dir'>>(
  modules: readonly M[],
  work: (module: M) => Promise<T> | T,
  unjudged: (module: M, problems: readonly Problem[]) => T,
  { concurrency, onProgress }: EachOptions,
): Promise<T[]> {
  const outcomes = new Map<M, T>();
  const total = modules.length;
  const queue = modules.values();
  let turned = Date.now();
  const worker = async (): Promise<void> => {
    for (const module of queue) {
      if (Date.now() - turned > TURN_MS) {
        await setImmediate();
        turned = Date.now();
      }
      try {
        const result = work(module);
        // What is judged by text alone is done at once: a thousand turns of the event loop would cost as much.
        outcomes.set(module, result instanceof Promise ? await result : result);
      } catch (error) {
        outcomes.set(module, unjudged(module, problemsOf(error)));
      }
      onProgress?.({ kind: 'modules', done: outcomes.size, total });
    }
  };
  onProgress?.({ kind: 'modules', done: 0, total });
  await Promise.all(Array.from({ length: concurrency }, worker));
  return modules.flatMap((module) => outcomes.get(module) ?? []);
}
