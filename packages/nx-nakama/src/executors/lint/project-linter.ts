import { createLinter } from 'nakama-pins';
import { oneForEach } from '../one-for-each';
import { onProgressLine } from '../progress';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { streamedResult } from '../task-result';
import type { LintOptions } from './schema';

export const projectLinter: ProjectExecutor<LintOptions> = {
  name: 'nx-nakama:lint',
  concurrency: () => WITH_GO,
  create({ root, env, signal }) {
    const linterFor = oneForEach((release: string | undefined) =>
      createLinter({ root, env, signal, release, onLine: onProgressLine }),
    );
    return ({ projectRoot, onText }, { release, ...options }) =>
      streamedResult(
        async (print) => {
          signal.throwIfAborted();
          return linterFor(release).lint(projectRoot, options, print);
        },
        `${projectRoot}: could not be linted`,
        onText,
      );
  },
};
