import { createPinner, renderPinOutcome, type Pinner } from 'nakama-pins';
import { resultOf, type TaskResult } from '../task-result';
import type { PinOptions } from './schema';

/** Pins projects one by one; never throws. */
export type ProjectPinner = (projectRoot: string, options: PinOptions) => Promise<TaskResult>;

export interface ProjectPinnerContext {
  /** The workspace root, absolute. */
  readonly root: string;
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every go that runs; nothing is written after it. */
  readonly signal: AbortSignal;
}

/** One pinner for each release asked for. */
export function createProjectPinner(context: ProjectPinnerContext): ProjectPinner {
  const pinners = new Map<string | undefined, Pinner>();

  function pinnerFor(release: string | undefined): Pinner {
    const known = pinners.get(release);
    if (known) return known;
    const created = createPinner({
      ...context,
      release,
      onGoLine: (line) => process.stderr.write(`${line}\n`),
    });
    pinners.set(release, created);
    return created;
  }

  return (projectRoot, { release, dryRun = false, check = false, allowDowngrade = false }) =>
    resultOf(async () => {
      context.signal.throwIfAborted();
      const write = !dryRun && !check;
      const outcome = await pinnerFor(release).pin(projectRoot, { write, allowDowngrade });
      const { conflicts, report, changes } = outcome;
      const isOutOfStep = check && changes.length > 0;
      return {
        success: conflicts.length === 0 && report.verdict === 'loads' && !isOutOfStep,
        terminalOutput: renderPinOutcome(outcome, { color: false, diff: dryRun }),
      };
    }, `${projectRoot}: could not be pinned`);
}
