import { createTester } from 'nakama-pins';
import { oneForEach } from '../one-for-each';
import { onProgressLine } from '../progress';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { streamedResult } from '../task-result';
import type { TestOptions } from './schema';

export const projectTester: ProjectExecutor<TestOptions> = {
  name: 'nx-nakama:test',
  concurrency: () => WITH_GO,
  create({ root, env, signal }) {
    const testerFor = oneForEach((release: string | undefined) =>
      createTester({ root, env, signal, release, onLine: onProgressLine }),
    );
    return ({ projectRoot, onText }, { release, ...options }) =>
      streamedResult(
        async (print) => {
          signal.throwIfAborted();
          return testerFor(release).test(projectRoot, options, print);
        },
        `${projectRoot}: could not be tested`,
        onText,
      );
  },
};
