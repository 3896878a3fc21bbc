import type { ExecutorContext } from '@nx/devkit';
import { withAbortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { createProjectBuilder } from './project-builder';
import type { BuildOptions } from './schema';

/** Builds one project; succeeds when every platform was built and the server loads what was. */
export default async function build(
  options: BuildOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const projectRoot = projectRootOf(context, context.projectName, 'nx-nakama:build');
  return withAbortOnSignals(async (signal) => {
    const buildProject = createProjectBuilder({ root: context.root, env: process.env, signal });
    const { success, terminalOutput } = await buildProject(projectRoot, options);
    process.stdout.write(terminalOutput);
    return { success };
  });
}
