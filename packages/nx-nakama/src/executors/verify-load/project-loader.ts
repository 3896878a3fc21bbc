import type { ExecutorContext } from '@nx/devkit';
import {
  createLoader,
  renderLoadOutcome,
  renderTogether,
  type Loader,
  type LoadOutcome,
  type Platform,
} from 'nakama-pins';
import { resultOf, type TaskResult } from '../task-result';
import { companionsOf } from './companions';
import { builtModuleOf } from './output-dirs';
import type { VerifyLoadOptions } from './schema';

/** Opens the plugins of projects; never throws. */
export type ProjectLoader = (projectRoot: string, options: VerifyLoadOptions) => Promise<TaskResult>;

/**
 * One loader for each server asked for. What several projects ask for, the same plugins in one server, is done once.
 *
 * @param signal ends every program that runs
 */
export function createProjectLoader(
  context: Pick<ExecutorContext, 'root' | 'projectsConfigurations'>,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): ProjectLoader {
  const loaders = new Map<string, Loader>();
  const opened = new Map<string, Promise<LoadOutcome[]>>();

  function loaderFor({ server, binary, image, emulator, release }: VerifyLoadOptions): Loader {
    const choice = { server, binary, image, emulator, release };
    const key = JSON.stringify(choice);
    const known = loaders.get(key);
    if (known) return known;
    // Building a server depends on what the computer has already: it is progress, and no part of what is cached.
    const onLine = (line: string): boolean => process.stderr.write(`${line}\n`);
    const created = createLoader({ ...choice, root: context.root, env, signal, onLine });
    loaders.set(key, created);
    return created;
  }

  function open(dirs: readonly string[], options: VerifyLoadOptions): Promise<LoadOutcome[]> {
    const key = JSON.stringify([dirs, options]);
    const known = opened.get(key);
    if (known) return known;
    const modules = dirs.map((dir) => builtModuleOf(context, dir));
    // The schema has made sure of their form.
    const platforms = options.platforms as readonly Platform[] | undefined;
    const outcomes = Promise.resolve().then(() => loaderFor(options).open(modules, { platforms }));
    opened.set(key, outcomes);
    return outcomes;
  }

  return (projectRoot, options) =>
    resultOf(async () => {
      signal.throwIfAborted();
      const { together } = options;
      const dirs = together ? companionsOf(context, projectRoot) : [projectRoot];
      const outcomes = await open(dirs, options);
      const own = outcomes.filter(({ dir }) => dir === projectRoot);
      return {
        // A server that does not start serves nobody's plugin.
        success: outcomes.every(({ report }) => report.verdict === 'loads'),
        terminalOutput: [
          ...own.map((outcome) => renderLoadOutcome(outcome, { color: false })),
          ...(together ? [renderTogether(outcomes, { color: false })] : []),
        ].join('\n'),
      };
    }, `${projectRoot}: could not be opened`);
}
