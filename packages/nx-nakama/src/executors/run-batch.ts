import { setImmediate } from 'node:timers/promises';
import type { TaskGraph } from '@nx/devkit';
import type { TaskResult } from './task-result';

/** What Nx wants to hear of each task of a batch. */
export interface BatchTaskResult {
  readonly task: string;
  readonly result: TaskResult & {
    /** Milliseconds since the epoch. */
    readonly startTime: number;
    readonly endTime: number;
  };
}

export type BatchTask = TaskGraph['tasks'][string];

/** go already compiles with all processors; a second task uses the time in which the first only loads packages. */
export const WITH_GO = 2;

/**
 * Runs all tasks of a batch in one process, so many at a time, and reports each as soon as it is done. The graph's
 * dependencies, which have another shape in each Nx major, play no part: no verdict and no pin depends on another.
 */
export async function* runBatch(
  { tasks }: Pick<TaskGraph, 'tasks'>,
  run: (task: BatchTask) => Promise<TaskResult>,
  concurrency: number,
): AsyncGenerator<BatchTaskResult> {
  const queue = Object.values(tasks).values();
  const running = new Map<string, Promise<BatchTaskResult>>();
  const start = (): void => {
    const { value: task } = queue.next();
    if (task) running.set(task.id, timed(task, run));
  };
  for (let i = 0; i < concurrency; i++) start();
  while (running.size > 0) {
    const done = await Promise.race(running.values());
    running.delete(done.task);
    start();
    yield done;
    // Judging by text is synchronous: without a turn of the event loop no result leaves before the last one.
    await setImmediate();
  }
}

async function timed(
  task: BatchTask,
  run: (task: BatchTask) => Promise<TaskResult>,
): Promise<BatchTaskResult> {
  const startTime = Date.now();
  const result = await run(task);
  return { task: task.id, result: { ...result, startTime, endTime: Date.now() } };
}
