import { createLinter, type Linter } from 'nakama-pins';
import { streamedResult, type TaskResult } from '../task-result';
import type { LintOptions } from './schema';

/** Lints projects one by one; never throws. */
export type ProjectLinter = (projectRoot: string, options: LintOptions) => Promise<TaskResult>;

export interface ProjectLinterContext {
  /** The workspace root, absolute. */
  readonly root: string;
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every program that runs, and every download. */
  readonly signal: AbortSignal;
  /** Called with each text of a result as it comes. */
  readonly onText?: (text: string) => void;
}

/** One linter for each release asked for: Go and the C compiler are looked for once. */
export function createProjectLinter({ onText, ...context }: ProjectLinterContext): ProjectLinter {
  const linters = new Map<string | undefined, Linter>();

  function linterFor(release: string | undefined): Linter {
    const known = linters.get(release);
    if (known) return known;
    // Downloads depend on what the computer has already: they are progress, and no part of what is cached.
    const onLine = (line: string): boolean => process.stderr.write(`${line}\n`);
    const created = createLinter({ ...context, release, onLine });
    linters.set(release, created);
    return created;
  }

  return (projectRoot, { release, ...options }) =>
    streamedResult(
      async (print) => {
        context.signal.throwIfAborted();
        return linterFor(release).lint(projectRoot, options, print);
      },
      `${projectRoot}: could not be linted`,
      onText,
    );
}
