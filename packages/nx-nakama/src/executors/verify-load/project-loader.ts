import { createLoader, renderLoadOutcome, renderTogether, type Platform } from 'nakama-pins';
import { oneForEach } from '../one-for-each';
import { onProgressLine } from '../progress';
import type { ProjectExecutor } from '../project-executor';
import { resultOf } from '../task-result';
import { companionsOf } from './companions';
import { builtModuleOf } from './output-dirs';
import type { VerifyLoadOptions } from './schema';

/** A server opens plugins on one processor. */
const SERVERS = 2;

/** Which server, and what it is to open. */
interface Opening {
  readonly dirs: readonly string[];
  readonly options: Omit<VerifyLoadOptions, 'together'>;
}

export const projectLoader: ProjectExecutor<VerifyLoadOptions> = {
  name: 'nx-nakama:verify-load',
  concurrency: () => SERVERS,
  create({ root, env, signal, projectsConfigurations }) {
    const loaderFor = oneForEach((choice: Omit<Opening['options'], 'platforms'>) =>
      createLoader({ ...choice, root, env, signal, onLine: onProgressLine }),
    );
    // All projects of a server ask for the same: it is opened once.
    const open = oneForEach(async ({ dirs, options: { platforms, ...choice } }: Opening) => {
      const modules = dirs.map((dir) => builtModuleOf({ projectsConfigurations }, dir));
      // The schema has made sure of their form.
      return loaderFor(choice).open(modules, { platforms: platforms as readonly Platform[] | undefined });
    });
    return ({ projectRoot, onText }, { together = false, ...options }) =>
      resultOf(
        async () => {
          signal.throwIfAborted();
          const dirs = together ? companionsOf({ projectsConfigurations }, projectRoot) : [projectRoot];
          const outcomes = await open({ dirs, options });
          const own = outcomes.filter(({ dir }) => dir === projectRoot);
          return {
            // A server that does not start serves nobody's plugin.
            success: outcomes.every(({ report }) => report.verdict === 'loads'),
            terminalOutput: [
              ...own.map((outcome) => renderLoadOutcome(outcome, { color: false })),
              ...(together ? [renderTogether(outcomes, { color: false })] : []),
            ].join('\n'),
          };
        },
        `${projectRoot}: could not be opened`,
        onText,
      );
  },
};
