import type { ExecutorContext } from '@nx/devkit';
import { withAbortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { createProjectPinner } from './project-pinner';
import type { PinOptions } from './schema';

/** Pins one project; succeeds when no pin is in conflict and the plugin loads. */
export default async function pin(
  options: PinOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const projectRoot = projectRootOf(context, context.projectName, 'nx-nakama:pin');
  return withAbortOnSignals(async (signal) => {
    const pinProject = createProjectPinner({ root: context.root, env: process.env, signal });
    const { success, terminalOutput } = await pinProject(projectRoot, options);
    process.stdout.write(terminalOutput);
    return { success };
  });
}
