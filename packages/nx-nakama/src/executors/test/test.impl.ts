import type { ExecutorContext } from '@nx/devkit';
import { withAbortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { createProjectTester } from './project-tester';
import type { TestOptions } from './schema';

/** Runs the tests of one project, printing as go does; succeeds when all pass. */
export default async function test(
  options: TestOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const projectRoot = projectRootOf(context, context.projectName, 'nx-nakama:test');
  return withAbortOnSignals(async (signal) => {
    const onText = (text: string): boolean => process.stdout.write(text);
    const testProject = createProjectTester({ root: context.root, env: process.env, signal, onText });
    const { success } = await testProject(projectRoot, options);
    return { success };
  });
}
