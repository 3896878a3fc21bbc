import { createPinner, renderPinOutcome } from 'nakama-pins';
import { oneForEach } from '../one-for-each';
import { onProgressLine } from '../progress';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { resultOf } from '../task-result';
import type { PinOptions } from './schema';

export const projectPinner: ProjectExecutor<PinOptions> = {
  name: 'nx-nakama:pin',
  concurrency: () => WITH_GO,
  create({ root, env, signal }) {
    const pinnerFor = oneForEach((release: string | undefined) =>
      createPinner({ root, env, signal, release, onGoLine: onProgressLine }),
    );
    return ({ projectRoot, onText }, { release, dryRun = false, check = false, allowDowngrade = false }) =>
      resultOf(
        async () => {
          signal.throwIfAborted();
          const write = !dryRun && !check;
          const outcome = await pinnerFor(release).pin(projectRoot, { write, allowDowngrade });
          const { conflicts, report, changes } = outcome;
          const isOutOfStep = check && changes.length > 0;
          return {
            success: conflicts.length === 0 && report.verdict === 'loads' && !isOutOfStep,
            terminalOutput: renderPinOutcome(outcome, { color: false, diff: dryRun }),
          };
        },
        `${projectRoot}: could not be pinned`,
        onText,
      );
  },
};
