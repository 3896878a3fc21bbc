import type { Servers } from '../loading/choose-server';
import { type BuiltModule, loadModules } from '../loading/load-modules';
import type { LoadOptions } from '../loading/load-options';
import type { LoadOutcome } from '../loading/load-outcome';
import { problemsOf } from './ends';

/** Modules that meet in one server, in the order of the first of each. */
export function byServer<T>(modules: readonly T[], serverOf: (module: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const module of modules) {
    const group = groups.get(serverOf(module));
    if (group) group.push(module);
    else groups.set(serverOf(module), [module]);
  }
  return [...groups.values()];
}

/** Opens the modules of one server together; bad input of one is a problem of all: none of them was opened. */
export async function openTogether(
  built: readonly BuiltModule[],
  options: LoadOptions,
  servers: Servers,
  unjudged: (dir: string, problems: ReturnType<typeof problemsOf>) => LoadOutcome,
): Promise<LoadOutcome[]> {
  try {
    return await loadModules(built, options, servers);
  } catch (error) {
    const problems = problemsOf(error);
    return built.map(({ module }) => unjudged(module.facts.dir, problems));
  }
}
