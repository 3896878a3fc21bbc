import type { ExecutorContext } from '@nx/devkit';
import { withAbortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { createProjectLinter } from './project-linter';
import type { LintOptions } from './schema';

/** Vets and lints one project, printing what is found; succeeds when nothing is. */
export default async function lint(
  options: LintOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const projectRoot = projectRootOf(context, context.projectName, 'nx-nakama:lint');
  return withAbortOnSignals(async (signal) => {
    const onText = (text: string): boolean => process.stdout.write(text);
    const lintProject = createProjectLinter({ root: context.root, env: process.env, signal, onText });
    const { success } = await lintProject(projectRoot, options);
    return { success };
  });
}
