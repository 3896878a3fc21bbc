import type { ModuleReport } from '../findings/types';
import { InputError, type Problem } from '../input/problem';
import { createCompiledVerifier, type CompiledVerifierOptions } from './compiled';
import {
  findPluginModules,
  uniqueProblems,
  type PluginModule,
  type VerifyWorkspaceOptions,
  type WorkspaceReport,
} from './verify-workspace';

/** go compiles with all processors by itself; the second run fills the time in which it only loads packages. */
const CONCURRENCY = 2;

/**
 * Like `verifyWorkspace`, with proof `compiled`.
 *
 * @throws InputError where the release is not known; the signal's reason where it was aborted
 */
export async function verifyWorkspaceCompiled({
  dirs,
  onProgress,
  ...options
}: VerifyWorkspaceOptions & CompiledVerifierOptions): Promise<WorkspaceReport> {
  const verifier = createCompiledVerifier(options);
  const modules = findPluginModules(options.root, dirs);
  const reports = new Map<string, ModuleReport>();
  const problems = new Map<string, readonly Problem[]>();
  let done = 0;

  const judge = async ({ dir, samePath }: PluginModule): Promise<void> => {
    try {
      reports.set(dir, await verifier.verify(dir, { samePath }));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.set(dir, error.problems);
    }
    onProgress?.(++done, modules.length);
  };
  const queue = modules.values();
  const worker = async (): Promise<void> => {
    for (const module of queue) await judge(module);
  };
  onProgress?.(0, modules.length);
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  // In the order of the folders, whichever was done first.
  return {
    modules: modules.flatMap(({ dir }) => reports.get(dir) ?? []),
    problems: uniqueProblems(modules.flatMap(({ dir }) => problems.get(dir) ?? [])),
  };
}
