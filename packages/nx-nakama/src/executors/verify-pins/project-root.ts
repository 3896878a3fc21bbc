import type { ExecutorContext } from '@nx/devkit';

/** The folder of a project, relative to the workspace root. */
export function projectRootOf(context: ExecutorContext, project: string | undefined): string {
  const root = project && context.projectsConfigurations.projects[project]?.root;
  if (root === undefined || root === '') {
    throw new Error(`nx-nakama:verify-pins runs on a project, and there is no project "${project ?? ''}".`);
  }
  return root;
}
