import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { abortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { runBatch, type BatchTaskResult } from '../run-batch';
import { createProjectLoader } from './project-loader';
import type { VerifyLoadOptions } from './schema';

/** A server opens plugins on one processor. */
const SERVERS = 2;

/**
 * Has real servers open the plugins of all projects of a run, reporting each as soon as it is known. A server is built
 * once, and plugins of several projects in one server are opened once.
 */
export default async function* verifyLoadBatch(
  taskGraph: Pick<TaskGraph, 'tasks'>,
  inputs: Record<string, VerifyLoadOptions>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  const { signal, release } = abortOnSignals();
  const openProject = createProjectLoader(context, process.env, signal);
  try {
    yield* runBatch(
      taskGraph,
      ({ id, target }) =>
        openProject(projectRootOf(context, target.project, 'nx-nakama:verify-load'), inputs[id] ?? {}),
      SERVERS,
    );
  } finally {
    release();
  }
}
