import { createBuilder, renderBuildOutcome, type Platform } from 'nakama-pins';
import { oneForEach } from '../one-for-each';
import { onProgressLine } from '../progress';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { resultOf } from '../task-result';
import type { BuildOptions } from './schema';

export const projectBuilder: ProjectExecutor<BuildOptions> = {
  name: 'nx-nakama:build',
  concurrency: () => WITH_GO,
  create({ root, env, signal }) {
    const builderFor = oneForEach((release: string | undefined) =>
      createBuilder({ root, env, signal, release, onLine: onProgressLine }),
    );
    return ({ projectRoot, onText }, { release, platforms, ...options }) =>
      resultOf(
        async () => {
          const outcome = await builderFor(release).build(projectRoot, {
            ...options,
            // The schema has made sure of their form.
            platforms: platforms as readonly Platform[] | undefined,
          });
          return {
            success: outcome.report.verdict === 'loads',
            terminalOutput: renderBuildOutcome(outcome, { color: false }),
          };
        },
        `${projectRoot}: could not be built`,
        onText,
      );
  },
};
