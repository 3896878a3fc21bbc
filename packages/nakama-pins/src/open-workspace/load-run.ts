import { type Outcome, unjudged } from '../findings/outcome';
import { problemsOf } from '../input/problem';
import type { Servers } from '../loading/choose-server';
import { type BuiltModule, loadModules } from '../loading/load-modules';
import type { LoadOptions } from '../loading/load-options';
import type { LoadOutcome } from '../loading/load-outcome';

/** What `load` says of a module besides its outcome, where nothing of it was opened. */
export const NOT_OPENED: Omit<LoadOutcome, keyof Outcome> = { opened: [] };

/** Opens the modules of one server together; bad input of one is a problem of all: none of them was opened. */
export async function openTogether(
  built: readonly BuiltModule[],
  options: LoadOptions,
  servers: Servers,
): Promise<LoadOutcome[]> {
  try {
    return await loadModules(built, options, servers);
  } catch (error) {
    const problems = problemsOf(error);
    return built.map(({ module }) => ({ ...unjudged(module.facts.dir, 'loaded', problems), ...NOT_OPENED }));
  }
}
