import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { abortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { runBatch, type BatchTaskResult, WITH_GO } from '../run-batch';
import { createProjectBuilder } from './project-builder';
import type { BuildOptions } from './schema';

/**
 * Builds all projects of a run in one process, two at a time, reporting each as soon as it is built.
 * A project that can't be built fails alone.
 */
export default async function* buildBatch(
  taskGraph: Pick<TaskGraph, 'tasks'>,
  inputs: Record<string, BuildOptions>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  const { signal, release } = abortOnSignals();
  const buildProject = createProjectBuilder({ root: context.root, env: process.env, signal });
  try {
    yield* runBatch(
      taskGraph,
      ({ id, target }) =>
        buildProject(projectRootOf(context, target.project, 'nx-nakama:build'), inputs[id] ?? {}),
      WITH_GO,
    );
  } finally {
    release();
  }
}
