import { setImmediate } from 'node:timers/promises';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { createProjectVerifier } from './project-verifier';
import { projectRootOf } from './project-root';
import type { VerifyPinsOptions } from './schema';

export interface VerifyPinsTaskResult {
  readonly task: string;
  readonly result: {
    readonly success: boolean;
    readonly terminalOutput: string;
    /** Milliseconds since the epoch. */
    readonly startTime: number;
    readonly endTime: number;
  };
}

/**
 * Verifies all projects of a run in one process, reporting each as soon as it is judged.
 * A project that can't be judged fails alone. The graph's dependencies, which have another
 * shape in each Nx major, play no part: no verdict depends on another.
 */
export default async function* verifyPinsBatch(
  taskGraph: Pick<TaskGraph, 'tasks'>,
  inputs: Record<string, VerifyPinsOptions>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<VerifyPinsTaskResult> {
  const verifyProject = createProjectVerifier(context.root);
  for (const [id, task] of Object.entries(taskGraph.tasks)) {
    const startTime = Date.now();
    const root = projectRootOf(context, task.target.project);
    const result = verifyProject(root, inputs[id] ?? {});
    yield { task: id, result: { ...result, startTime, endTime: Date.now() } };
    // Verifying is synchronous: without a turn of the event loop no result leaves before the last one.
    await setImmediate();
  }
}
