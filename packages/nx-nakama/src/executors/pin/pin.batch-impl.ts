import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { abortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { runBatch, type BatchTaskResult, WITH_GO } from '../run-batch';
import { createProjectPinner } from './project-pinner';
import type { PinOptions } from './schema';

/**
 * Pins all projects of a run in one process, two at a time, reporting each as soon as it is pinned.
 * A project that can't be pinned fails alone.
 */
export default async function* pinBatch(
  taskGraph: Pick<TaskGraph, 'tasks'>,
  inputs: Record<string, PinOptions>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  const { signal, release } = abortOnSignals();
  const pinProject = createProjectPinner({ root: context.root, env: process.env, signal });
  try {
    yield* runBatch(
      taskGraph,
      ({ id, target }) =>
        pinProject(projectRootOf(context, target.project, 'nx-nakama:pin'), inputs[id] ?? {}),
      WITH_GO,
    );
  } finally {
    release();
  }
}
