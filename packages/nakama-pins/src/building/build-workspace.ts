import { InputError, type Problem } from '../input/problem';
import { findPluginModules, uniqueProblems, type VerifyWorkspaceOptions } from '../verify/verify-workspace';
import { PluginDetector } from '../workspace/plugin-detector';
import { under } from '../workspace/folders';
import { createBuilder, type BuilderOptions, type BuildOptions } from './builder';
import type { BuildOutcome } from './build-outcome';

/** What building the plugins of a workspace came to. */
export interface WorkspaceBuild {
  /** In the order of the modules' folders. */
  readonly outcomes: readonly BuildOutcome[];
  /** What kept plugins from being built; the others were. */
  readonly problems: readonly Problem[];
}

/** @param outputDir holds a folder for each module, called as the module's own is */
export type BuildWorkspaceOptions = VerifyWorkspaceOptions & BuilderOptions & BuildOptions;

/**
 * Builds the plugin modules in and below the folders, one after the other: go keeps all processors busy. Libraries are
 * built into the plugins that use them.
 *
 * @throws InputError where the release is not known; the signal's reason where it was aborted
 */
export async function buildWorkspace(options: BuildWorkspaceOptions): Promise<WorkspaceBuild> {
  const { root, dirs, onProgress, outputDir = 'dist' } = options;
  const builder = createBuilder(options);
  const detector = new PluginDetector(root);
  const modules = findPluginModules(root, dirs).filter(
    ({ dir }) => dirs.includes(dir) || detector.detect(dir),
  );
  const outcomes: BuildOutcome[] = [];
  const problems: Problem[] = [];
  for (const [done, { dir }] of modules.entries()) {
    onProgress?.(done, modules.length);
    try {
      outcomes.push(await builder.build(dir, { ...options, outputDir: under(outputDir, dir) }));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  onProgress?.(modules.length, modules.length);
  return { outcomes, problems: uniqueProblems(problems) };
}
