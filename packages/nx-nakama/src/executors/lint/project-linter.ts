import { printedResult } from '../outcome-result';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { streamedResult } from '../task-result';
import { workspaceFor } from '../workspace-for';
import type { LintOptions } from './schema';
import schema from './schema.json';

export const projectLinter: ProjectExecutor<LintOptions> = {
  name: 'nx-nakama:lint',
  schema,
  concurrency: () => WITH_GO,
  create(context) {
    const workspace = workspaceFor(context);
    return ({ projectRoot, onText }, { release, ...options }) =>
      streamedResult(
        async (print) =>
          printedResult(
            await workspace(release).lint([projectRoot], { ...options, only: true }, print),
            print,
          ),
        `${projectRoot}: could not be linted`,
        onText,
      );
  },
};
