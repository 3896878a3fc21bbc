import { createTester, type Tester } from 'nakama-pins';
import { streamedResult, type TaskResult } from '../task-result';
import type { TestOptions } from './schema';

/** Tests projects one by one; never throws. */
export type ProjectTester = (projectRoot: string, options: TestOptions) => Promise<TaskResult>;

export interface ProjectTesterContext {
  /** The workspace root, absolute. */
  readonly root: string;
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every program that runs, and every download. */
  readonly signal: AbortSignal;
  /** Called with each text of a result as it comes. */
  readonly onText?: (text: string) => void;
}

/** One tester for each release asked for: Go and the C compiler are looked for once. */
export function createProjectTester({ onText, ...context }: ProjectTesterContext): ProjectTester {
  const testers = new Map<string | undefined, Tester>();

  function testerFor(release: string | undefined): Tester {
    const known = testers.get(release);
    if (known) return known;
    // Downloads depend on what the computer has already: they are progress, and no part of what is cached.
    const onLine = (line: string): boolean => process.stderr.write(`${line}\n`);
    const created = createTester({ ...context, release, onLine });
    testers.set(release, created);
    return created;
  }

  return (projectRoot, { release, ...options }) =>
    streamedResult(
      async (print) => {
        context.signal.throwIfAborted();
        return testerFor(release).test(projectRoot, options, print);
      },
      `${projectRoot}: could not be tested`,
      onText,
    );
}
