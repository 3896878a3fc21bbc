import { type Outcome, unjudged } from '../findings/outcome';
import { groupBy } from '../input/group-by';
import { problemsOf } from '../input/problem';
import type { BuiltModule } from '../loading/on-each-platform';
import { knownOf, moduleOutcome } from '../verify/judge';
import type { OpenModule } from '../verify/open-module';

/** What is done with built plugins in real servers: opened, or started with. */
export interface ServerWork<T extends Outcome> {
  readonly proof: T['proof'];
  /** What is said of a module besides its outcome, where nothing was done with it. */
  readonly nothing: Omit<T, keyof Outcome>;
  /** What keeps a module from being given to a server at all, as its outcome. */
  readonly refused: (module: OpenModule) => T | undefined;
  /** Gives the modules of one server to one process. */
  readonly inOneServer: (built: readonly BuiltModule[]) => Promise<T[]>;
}

export interface ServerRun<T> {
  readonly modules: readonly T[];
  /** All modules of a server in one process, for each server with more than one. */
  readonly together: readonly (readonly T[])[];
}

/**
 * Gives each module to a server alone, and then all of one server together.
 *
 * @param each does the work for each module, in order, and makes of bad input an outcome
 */
export async function aloneAndTogether<T extends Outcome>(
  work: ServerWork<T>,
  {
    together,
    outputOf,
    serverOf,
    each,
  }: {
    readonly together: 'only' | 'never' | undefined;
    readonly outputOf: (dir: string) => string;
    /** The server that opens the plugins of a folder. */
    readonly serverOf: (dir: string) => string;
    readonly each: (
      nothing: ServerWork<T>['nothing'],
      one: (module: OpenModule) => Promise<T>,
    ) => Promise<readonly T[]>;
  },
): Promise<ServerRun<T>> {
  const given: BuiltModule[] = [];
  const alone = await each(work.nothing, async (module) => {
    const refused = work.refused(module);
    if (refused) return refused;
    const built = { module, outputDir: outputOf(module.facts.dir) };
    const [outcome] = together === 'only' ? [] : await work.inOneServer([built]);
    given.push(built);
    return outcome ?? withNothing(moduleOutcome(module.facts, module.release, [], work.proof), work);
  });
  const groups =
    together === 'never' ? [] : groupBy(given, ({ module }) => serverOf(module.facts.dir)).values();
  const outcomes: T[][] = [];
  for (const group of groups) {
    if (group.length === 1 && together !== 'only') continue;
    outcomes.push(await allTogether(group, work));
  }
  return { modules: inTheEnd(alone, outcomes, together === 'only'), together: outcomes };
}

/** Bad input of one is a problem of all: nothing was done with any. */
async function allTogether<T extends Outcome>(
  built: readonly BuiltModule[],
  work: ServerWork<T>,
): Promise<T[]> {
  try {
    return await work.inOneServer(built);
  } catch (error) {
    const problems = problemsOf(error);
    return built.map(({ module: { facts, release } }) =>
      withNothing(unjudged(knownOf(facts, release), work.proof, problems), work),
    );
  }
}

function withNothing<T extends Outcome>(outcome: Outcome, { nothing }: ServerWork<T>): T {
  return { ...outcome, ...nothing } as unknown as T;
}

/**
 * What the server says of each module in the end. If it refuses one, it does not start: of a module that it takes alone,
 * what it says of all together counts.
 *
 * @param alone in the order of the result
 */
function inTheEnd<T extends Outcome>(
  alone: readonly T[],
  together: readonly (readonly T[])[],
  isNotAlone: boolean,
): T[] {
  const all = new Map(together.flat().map((outcome) => [outcome.dir, outcome]));
  return alone.map((outcome) => {
    const inAll = all.get(outcome.dir);
    return inAll && outcome.ok && (!inAll.ok || isNotAlone) ? inAll : outcome;
  });
}
