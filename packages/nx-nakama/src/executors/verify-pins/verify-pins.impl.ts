import type { ExecutorContext } from '@nx/devkit';
import { createProjectVerifier } from './project-verifier';
import { projectRootOf } from './project-root';
import type { VerifyPinsOptions } from './schema';

/** Verifies one project, printing the report; succeeds only when the plugin loads. */
export default async function verifyPins(
  options: VerifyPinsOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const root = projectRootOf(context, context.projectName);
  const { success, terminalOutput } = createProjectVerifier(context.root)(root, options);
  process.stdout.write(terminalOutput);
  return { success };
}
