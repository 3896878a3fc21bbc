import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { abortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { runBatch, type BatchTaskResult, WITH_GO } from '../run-batch';
import { createProjectVerifier } from './project-verifier';
import type { VerifyPinsOptions } from './schema';

/**
 * Verifies all projects of a run in one process, reporting each as soon as it is judged.
 * A project that can't be judged fails alone.
 */
export default async function* verifyPinsBatch(
  taskGraph: Pick<TaskGraph, 'tasks'>,
  inputs: Record<string, VerifyPinsOptions>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  const { signal, release } = abortOnSignals();
  const verifyProject = createProjectVerifier(context.root, signal);
  try {
    yield* runBatch(
      taskGraph,
      ({ id, target }) =>
        verifyProject(projectRootOf(context, target.project, 'nx-nakama:verify-pins'), inputs[id] ?? {}),
      Object.values(inputs).some(({ proof }) => proof === 'compiled') ? WITH_GO : 1,
    );
  } finally {
    release();
  }
}
