import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { abortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { runBatch, type BatchTaskResult, WITH_GO } from '../run-batch';
import { createProjectLinter } from './project-linter';
import type { LintOptions } from './schema';

/**
 * Lints all projects of a run in one process, two at a time, reporting each as soon as it is done.
 * A project that can't be linted fails alone.
 */
export default async function* lintBatch(
  taskGraph: Pick<TaskGraph, 'tasks'>,
  inputs: Record<string, LintOptions>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  const { signal, release } = abortOnSignals();
  const lintProject = createProjectLinter({ root: context.root, env: process.env, signal });
  try {
    yield* runBatch(
      taskGraph,
      ({ id, target }) =>
        lintProject(projectRootOf(context, target.project, 'nx-nakama:lint'), inputs[id] ?? {}),
      WITH_GO,
    );
  } finally {
    release();
  }
}
