import type { Problem } from '../input/problem';
import { eachModule } from '../verify/each-module';
import { findPluginModules, type VerifyWorkspaceOptions } from '../verify/verify-workspace';
import { createPinner, type PinnerOptions, type PinOptions } from './pinner';
import type { PinOutcome } from './pin-outcome';

/** What pinning the modules of a workspace came to. */
export interface WorkspacePins {
  readonly outcomes: readonly PinOutcome[];
  /** What kept modules from being pinned; the others were. */
  readonly problems: readonly Problem[];
}

/**
 * Pins the plugin and library modules in and below the folders.
 *
 * @throws InputError where the release is not known; the signal's reason where it was aborted
 */
export async function pinWorkspace({
  dirs,
  onProgress,
  write,
  allowDowngrade,
  ...options
}: VerifyWorkspaceOptions & PinnerOptions & PinOptions): Promise<WorkspacePins> {
  const pinner = createPinner(options);
  const { results, problems } = await eachModule(
    findPluginModules(options.root, dirs),
    ({ dir }) => pinner.pin(dir, { write, allowDowngrade }),
    onProgress,
  );
  return { outcomes: results, problems };
}
