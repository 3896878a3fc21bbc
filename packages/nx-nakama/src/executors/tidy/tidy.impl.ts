import type { ExecutorContext } from '@nx/devkit';
import { withAbortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { createProjectTidier } from './project-tidier';
import type { TidyOptions } from './schema';

/** Tidies one project, or says what that would change; succeeds when it is tidy then. */
export default async function tidy(
  options: TidyOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const { projectName = '', targetName = 'tidy' } = context;
  const projectRoot = projectRootOf(context, context.projectName, 'nx-nakama:tidy');
  return withAbortOnSignals(async (signal) => {
    const tidyProject = createProjectTidier({ root: context.root, env: process.env, signal });
    const task = { project: projectName, target: targetName, projectRoot };
    const { success, terminalOutput } = await tidyProject(task, options);
    process.stdout.write(terminalOutput);
    return { success };
  });
}
