import { createTidier, renderTidyOutcome, type Tidier } from 'nakama-pins';
import { resultOf, type TaskResult } from '../task-result';
import type { TidyOptions } from './schema';

/** What is tidied, and what Nx calls it. */
export interface TidyTask {
  readonly project: string;
  readonly target: string;
  /** Relative to the workspace root. */
  readonly projectRoot: string;
}

/** Tidies projects one by one; never throws. */
export type ProjectTidier = (task: TidyTask, options: TidyOptions) => Promise<TaskResult>;

export interface ProjectTidierContext {
  /** The workspace root, absolute. */
  readonly root: string;
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every go that runs; nothing is written after it. */
  readonly signal: AbortSignal;
}

/** One tidier for each release asked for. */
export function createProjectTidier(context: ProjectTidierContext): ProjectTidier {
  const tidiers = new Map<string | undefined, Tidier>();

  function tidierFor(release: string | undefined): Tidier {
    const known = tidiers.get(release);
    if (known) return known;
    const onLine = (line: string): boolean => process.stderr.write(`${line}\n`);
    const created = createTidier({ ...context, release, onLine });
    tidiers.set(release, created);
    return created;
  }

  return ({ project, target, projectRoot }, { release, fix = false }) =>
    resultOf(async () => {
      context.signal.throwIfAborted();
      const outcome = await tidierFor(release).tidy(projectRoot, { fix });
      const { failure, changes, written } = outcome;
      return {
        success: failure === undefined && (changes.length === 0 || written),
        terminalOutput: renderTidyOutcome(outcome, {
          color: false,
          tidyCommand: `nx ${target} ${project} --fix`,
          pinCommand: `nx pin ${project}`,
        }),
      };
    }, `${projectRoot}: could not be tidied`);
}
