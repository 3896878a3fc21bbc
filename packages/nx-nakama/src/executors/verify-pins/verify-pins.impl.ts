import type { ExecutorContext } from '@nx/devkit';
import { withAbortOnSignals } from '../abort-on-signals';
import { projectRootOf } from '../project-root';
import { createProjectVerifier } from './project-verifier';
import type { VerifyPinsOptions } from './schema';

/** Verifies one project, printing the report; succeeds only when the plugin loads. */
export default async function verifyPins(
  options: VerifyPinsOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const root = projectRootOf(context, context.projectName, 'nx-nakama:verify-pins');
  return withAbortOnSignals(async (signal) => {
    const { success, terminalOutput } = await createProjectVerifier(context.root, signal)(root, options);
    process.stdout.write(terminalOutput);
    return { success };
  });
}
