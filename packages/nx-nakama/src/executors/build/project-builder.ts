import { createBuilder, renderBuildOutcome, type Builder, type Platform } from 'nakama-pins';
import { resultOf, type TaskResult } from '../task-result';
import type { BuildOptions } from './schema';

/** Builds projects one by one; never throws. */
export type ProjectBuilder = (projectRoot: string, options: BuildOptions) => Promise<TaskResult>;

export interface ProjectBuilderContext {
  /** The workspace root, absolute. */
  readonly root: string;
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every go that runs, and every download. */
  readonly signal: AbortSignal;
}

/** One builder for each release asked for: Go and the C compilers are looked for once. */
export function createProjectBuilder(context: ProjectBuilderContext): ProjectBuilder {
  const builders = new Map<string | undefined, Builder>();

  function builderFor(release: string | undefined): Builder {
    const known = builders.get(release);
    if (known) return known;
    // Steps and downloads depend on what the computer has already: they are progress, and no part of what is cached.
    const onLine = (line: string): boolean => process.stderr.write(`${line}\n`);
    const created = createBuilder({ ...context, release, onLine });
    builders.set(release, created);
    return created;
  }

  return (projectRoot, { release, platforms, ...options }) =>
    resultOf(async () => {
      const outcome = await builderFor(release).build(projectRoot, {
        ...options,
        // The schema has made sure of their form.
        platforms: platforms as readonly Platform[] | undefined,
      });
      return {
        success: outcome.report.verdict === 'loads',
        terminalOutput: renderBuildOutcome(outcome, { color: false }),
      };
    }, `${projectRoot}: could not be built`);
}
