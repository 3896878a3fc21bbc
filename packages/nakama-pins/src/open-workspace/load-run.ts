import { type Outcome, unjudged } from '../findings/outcome';
import { problemsOf } from '../input/problem';
import type { Servers } from '../loading/choose-server';
import { type BuiltModule, loadModules } from '../loading/load-modules';
import type { LoadOptions } from '../loading/load-options';
import type { LoadOutcome } from '../loading/load-outcome';
import { knownOf, moduleOutcome } from '../verify/judge';
import type { OpenModule } from '../verify/open-module';

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
    return built.map(({ module: { facts, release } }) => ({
      ...unjudged(knownOf(facts, release), 'loaded', problems),
      ...NOT_OPENED,
    }));
  }
}

/** Of a module that is not opened alone: opening all together gives its outcome. */
export function notAlone({ facts, release }: OpenModule): LoadOutcome {
  return { ...moduleOutcome(facts, release, [], 'loaded'), ...NOT_OPENED };
}

/**
 * What the server says of each module in the end. If it refuses one, it does not start: of a module that it opens alone,
 * what it says of all together counts.
 *
 * @param alone in the order of the result
 */
export function inTheEnd(
  alone: readonly LoadOutcome[],
  together: readonly (readonly LoadOutcome[])[],
): LoadOutcome[] {
  const all = new Map(together.flat().map((outcome) => [outcome.dir, outcome]));
  return alone.map((outcome) => {
    const inAll = all.get(outcome.dir);
    const isNotAlone = outcome.opened.length === 0;
    return inAll && outcome.ok && (!inAll.ok || isNotAlone) ? inAll : outcome;
  });
}
