import type { ExecutorContext } from '@nx/devkit';

/**
 * The folder of a project, relative to the workspace root.
 *
 * @param executor what messages call the executor: `nx-nakama:pin`
 */
export function projectRootOf(
  context: ExecutorContext,
  project: string | undefined,
  executor: string,
): string {
  const root = project && context.projectsConfigurations.projects[project]?.root;
  if (root === undefined || root === '') {
    throw new Error(`${executor} runs on a project, and there is no project "${project ?? ''}".`);
  }
  return root;
}
