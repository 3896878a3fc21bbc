import { createCompiledVerifier, type CompiledVerifierOptions } from './compiled';
import { eachModule } from './each-module';
import { findPluginModules, type VerifyWorkspaceOptions, type WorkspaceReport } from './verify-workspace';

/**
 * Like `verifyWorkspace`, with proof `compiled`.
 *
 * @throws InputError where the release is not known; the signal's reason where it was aborted
 */
export async function verifyWorkspaceCompiled({
  dirs,
  onProgress,
  ...options
}: VerifyWorkspaceOptions & CompiledVerifierOptions): Promise<WorkspaceReport> {
  const verifier = createCompiledVerifier(options);
  const { results, problems } = await eachModule(
    findPluginModules(options.root, dirs),
    ({ dir, samePath }) => verifier.verify(dir, { samePath }),
    onProgress,
  );
  return { modules: results, problems };
}
