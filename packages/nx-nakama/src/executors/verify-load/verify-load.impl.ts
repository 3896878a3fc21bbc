import type { ExecutorContext } from '@nx/devkit';
import { withAbortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { createProjectLoader } from './project-loader';
import type { VerifyLoadOptions } from './schema';

/** Has the real server open one project's plugin; succeeds when it does. */
export default async function verifyLoad(
  options: VerifyLoadOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const projectRoot = projectRootOf(context, context.projectName, 'nx-nakama:verify-load');
  return withAbortOnSignals(async (signal) => {
    const openProject = createProjectLoader(context, process.env, signal);
    const { success, terminalOutput } = await openProject(projectRoot, options);
    process.stdout.write(terminalOutput);
    return { success };
  });
}
