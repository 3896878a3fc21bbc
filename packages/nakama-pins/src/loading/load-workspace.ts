import { InputError, type Problem } from '../input/problem';
import type { Platform } from '../releases/release-model';
import { findPluginModules, uniqueProblems, type VerifyWorkspaceOptions } from '../verify/verify-workspace';
import { PluginDetector } from '../workspace/plugin-detector';
import { under } from '../workspace/folders';
import { groupBy } from './group-by';
import { createLoader, type BuiltModuleFolder, type Loader, type LoaderOptions } from './loader';
import type { LoadOutcome } from './load-outcome';

/** What opening the built plugins of a workspace came to. */
export interface WorkspaceLoad {
  /** Each module by itself, in the order of their folders. */
  readonly alone: readonly LoadOutcome[];
  /** All modules of a server in one process, for each server with more than one. */
  readonly together: readonly (readonly LoadOutcome[])[];
  /** What kept plugins from being opened; the others were. */
  readonly problems: readonly Problem[];
}

export type LoadWorkspaceOptions = VerifyWorkspaceOptions &
  LoaderOptions & {
    readonly platforms?: readonly Platform[];
    /** Where the plugins were built to, relative to the root: it holds a folder for each module; `dist` unless given. */
    readonly outputDir?: string;
  };

/**
 * Has real servers open the built plugins in and below the folders: each module alone, then all that one server opens
 * together.
 *
 * @throws InputError where the release is not known; the signal's reason where it was aborted
 */
export async function loadWorkspace(options: LoadWorkspaceOptions): Promise<WorkspaceLoad> {
  const { root, dirs, onProgress, outputDir = 'dist', platforms } = options;
  const loader = createLoader(options);
  const detector = new PluginDetector(root);
  const modules = findPluginModules(root, dirs)
    .filter(({ dir }) => detector.detect(dir)?.kind === 'plugin' || dirs.includes(dir))
    .map(({ dir }) => ({ dir, outputDir: under(outputDir, dir) }));
  const alone: LoadOutcome[] = [];
  const opened: BuiltModuleFolder[] = [];
  const problems: Problem[] = [];
  const open = openWith(loader, platforms, problems);
  for (const [done, module] of modules.entries()) {
    onProgress?.(done, modules.length);
    const outcomes = await open([module]);
    alone.push(...outcomes);
    if (outcomes.length > 0) opened.push(module);
  }
  const together: LoadOutcome[][] = [];
  for (const group of groupBy(opened, ({ dir }) => detector.serverOf(dir))) {
    if (group.length > 1) together.push(await open(group));
  }
  onProgress?.(modules.length, modules.length);
  return {
    alone,
    together: together.filter((outcomes) => outcomes.length > 0),
    problems: uniqueProblems(problems),
  };
}

/** What can't be opened keeps nothing else from being opened. */
function openWith(
  loader: Loader,
  platforms: readonly Platform[] | undefined,
  problems: Problem[],
): (modules: readonly BuiltModuleFolder[]) => Promise<LoadOutcome[]> {
  return async (modules) => {
    try {
      return await loader.open(modules, { platforms });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  };
}
