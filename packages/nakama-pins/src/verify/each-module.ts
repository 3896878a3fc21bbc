import { InputError, type Problem } from '../input/problem';
import { uniqueProblems, type PluginModule } from './verify-workspace';

/** go compiles with all processors by itself; the second run fills the time in which it only loads packages. */
const CONCURRENCY = 2;

export interface EachModule<T> {
  /** In the order of the modules, whichever was done first. */
  readonly results: readonly T[];
  /** What kept modules from being worked on; the others were. */
  readonly problems: readonly Problem[];
}

/** Runs work that waits for processes on modules, a few at a time. */
export async function eachModule<T>(
  modules: readonly PluginModule[],
  work: (module: PluginModule) => Promise<T>,
  onProgress?: (done: number, total: number) => void,
): Promise<EachModule<T>> {
  const results = new Map<PluginModule, T>();
  const problems = new Map<PluginModule, readonly Problem[]>();
  let done = 0;
  const queue = modules.values();
  const worker = async (): Promise<void> => {
    for (const module of queue) {
      try {
        results.set(module, await work(module));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problems.set(module, error.problems);
      }
      onProgress?.(++done, modules.length);
    }
  };
  onProgress?.(0, modules.length);
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return {
    results: modules.flatMap((module) => (results.has(module) ? [results.get(module) as T] : [])),
    problems: uniqueProblems(modules.flatMap((module) => problems.get(module) ?? [])),
  };
}
