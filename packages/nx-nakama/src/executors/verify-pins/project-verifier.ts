import { outcomeResult } from '../outcome-result';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { resultOf } from '../task-result';
import { workspaceFor } from '../workspace-for';
import type { VerifyPinsOptions } from './schema';
import schema from './schema.json';

export const projectVerifier: ProjectExecutor<VerifyPinsOptions> = {
  name: 'nx-nakama:verify-pins',
  schema,
  concurrency: (inputs) => (inputs.some(({ proof }) => proof === 'compiled') ? WITH_GO : 1),
  create(context) {
    const workspace = workspaceFor(context);
    return ({ projectRoot, onText }, { release, ...options }) =>
      resultOf(
        async () => outcomeResult(await workspace(release).verify([projectRoot], { ...options, only: true })),
        `${projectRoot}: could not be verified`,
        onText,
      );
  },
};
