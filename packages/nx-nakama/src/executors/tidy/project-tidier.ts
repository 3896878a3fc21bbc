import { createTidier, renderTidyOutcome } from 'nakama-pins';
import { oneForEach } from '../one-for-each';
import { onProgressLine } from '../progress';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { resultOf } from '../task-result';
import type { TidyOptions } from './schema';

export const projectTidier: ProjectExecutor<TidyOptions> = {
  name: 'nx-nakama:tidy',
  concurrency: () => WITH_GO,
  create({ root, env, signal }) {
    const tidierFor = oneForEach((release: string | undefined) =>
      createTidier({ root, env, signal, release, onLine: onProgressLine }),
    );
    return ({ project, target, projectRoot, onText }, { release, fix = false }) =>
      resultOf(
        async () => {
          signal.throwIfAborted();
          const outcome = await tidierFor(release).tidy(projectRoot, { fix });
          const { failure, changes, written } = outcome;
          return {
            success: failure === undefined && (changes.length === 0 || written),
            terminalOutput: renderTidyOutcome(outcome, {
              color: false,
              tidyCommand: `nx ${target || 'tidy'} ${project} --fix`,
              pinCommand: `nx pin ${project}`,
            }),
          };
        },
        `${projectRoot}: could not be tidied`,
        onText,
      );
  },
};
