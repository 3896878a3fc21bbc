import { outcomeResult } from '../outcome-result';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { resultOf } from '../task-result';
import { workspaceFor } from '../workspace-for';
import type { PinOptions } from './schema';
import schema from './schema.json';

export const projectPinner: ProjectExecutor<PinOptions> = {
  name: 'nx-nakama:pin',
  schema,
  concurrency: () => WITH_GO,
  create(context) {
    const workspace = workspaceFor(context);
    return ({ projectRoot, onText }, { release, dryRun = false, check = false, ...rest }) =>
      resultOf(
        async () => {
          const options = { ...rest, only: true, write: !dryRun && !check, check };
          return outcomeResult(await workspace(release).pin([projectRoot], options), { diff: dryRun });
        },
        `${projectRoot}: could not be pinned`,
        onText,
      );
  },
};
