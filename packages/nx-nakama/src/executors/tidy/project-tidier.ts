import { outcomeResult } from '../outcome-result';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { resultOf } from '../task-result';
import { workspaceFor } from '../workspace-for';
import type { TidyOptions } from './schema';
import schema from './schema.json';

export const projectTidier: ProjectExecutor<TidyOptions> = {
  name: 'nx-nakama:tidy',
  schema,
  concurrency: () => WITH_GO,
  create(context) {
    const workspace = workspaceFor(context);
    return ({ project, target, projectRoot, onText }, { release, fix = false }) =>
      resultOf(
        async () =>
          outcomeResult(await workspace(release).tidy([projectRoot], { only: true, fix }), {
            tidyCommand: `nx ${target || 'tidy'} ${project} --fix`,
            pinCommand: `nx pin ${project}`,
          }),
        `${projectRoot}: could not be tidied`,
        onText,
      );
  },
};
