import { outcomeResult } from '../outcome-result';
import type { ProjectExecutor } from '../project-executor';
import { resultOf } from '../task-result';
import { outputDirOf } from '../verify-load/output-dirs';
import { workspaceFor } from '../workspace-for';
import type { VerifyStartOptions } from './schema';
import schema from './schema.json';

/** A server starts on one processor; Postgres has little to do. */
const SERVERS = 2;

export const projectStarter: ProjectExecutor<VerifyStartOptions> = {
  name: 'nx-nakama:verify-start',
  schema,
  concurrency: () => SERVERS,
  create(context) {
    const workspace = workspaceFor(context);
    return ({ projectRoot, onText }, { release, ...options }) =>
      resultOf(
        async () => {
          context.signal.throwIfAborted();
          const run = await workspace(release).start([projectRoot], {
            ...options,
            only: true,
            together: 'never',
            outputDir: (dir) => outputDirOf(context, dir),
          });
          return outcomeResult(run);
        },
        `${projectRoot}: no server could be started with it`,
        onText,
      );
  },
};
