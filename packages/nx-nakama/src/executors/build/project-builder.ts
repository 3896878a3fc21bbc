import { outcomeResult } from '../outcome-result';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { resultOf } from '../task-result';
import { workspaceFor } from '../workspace-for';
import { removeEarlierBuilds } from './own-outputs';
import type { BuildOptions } from './schema';
import schema from './schema.json';

export const projectBuilder: ProjectExecutor<BuildOptions> = {
  name: 'nx-nakama:build',
  schema,
  concurrency: () => WITH_GO,
  create(context) {
    const workspace = workspaceFor(context);
    return ({ projectRoot, onText }, { release, outputDir, ...options }) =>
      resultOf(
        async () => {
          const build = {
            ...options,
            only: true,
            ...(outputDir !== undefined && { outputDir: () => outputDir }),
          };
          const run = await workspace(release).build([projectRoot], build);
          for (const { ok, built } of run.modules)
            if (ok)
              removeEarlierBuilds(
                context.root,
                built.map(({ file }) => file),
              );
          return outcomeResult(run);
        },
        `${projectRoot}: could not be built`,
        onText,
      );
  },
};
