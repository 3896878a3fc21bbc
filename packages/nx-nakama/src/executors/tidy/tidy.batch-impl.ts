import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { abortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { runBatch, type BatchTaskResult, WITH_GO } from '../run-batch';
import { createProjectTidier } from './project-tidier';
import type { TidyOptions } from './schema';

/**
 * Tidies all projects of a run in one process, two at a time, reporting each as soon as it is done.
 * A project that can't be tidied fails alone.
 */
export default async function* tidyBatch(
  taskGraph: Pick<TaskGraph, 'tasks'>,
  inputs: Record<string, TidyOptions>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  const { signal, release } = abortOnSignals();
  const tidyProject = createProjectTidier({ root: context.root, env: process.env, signal });
  try {
    yield* runBatch(
      taskGraph,
      ({ id, target }) => {
        const projectRoot = projectRootOf(context, target.project, 'nx-nakama:tidy');
        return tidyProject({ ...target, projectRoot }, inputs[id] ?? {});
      },
      WITH_GO,
    );
  } finally {
    release();
  }
}
