import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { abortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { runBatch, type BatchTaskResult, WITH_GO } from '../run-batch';
import { createProjectTester } from './project-tester';
import type { TestOptions } from './schema';

/**
 * Tests all projects of a run in one process, two at a time, reporting each as soon as it is done.
 * A project that can't be tested fails alone.
 */
export default async function* testBatch(
  taskGraph: Pick<TaskGraph, 'tasks'>,
  inputs: Record<string, TestOptions>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  const { signal, release } = abortOnSignals();
  const testProject = createProjectTester({ root: context.root, env: process.env, signal });
  try {
    yield* runBatch(
      taskGraph,
      ({ id, target }) =>
        testProject(projectRootOf(context, target.project, 'nx-nakama:test'), inputs[id] ?? {}),
      WITH_GO,
    );
  } finally {
    release();
  }
}
