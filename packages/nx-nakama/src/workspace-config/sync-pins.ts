import type { NxJsonConfiguration } from '@nx/devkit';

type Sync = NonNullable<NxJsonConfiguration['sync']>;

/** The generator that keeps pins in step. */
const SYNC_PINS = 'nx-nakama:sync-pins';

/**
 * Has `nx sync` and `nx sync:check` keep pins in step. For the workspace, not for a target: before a target that names a
 * generator, Nx without a terminal prints that files are out of sync in place of the target's report, for all projects
 * (https://nx.dev/concepts/sync-generators).
 */
export function withSyncPins(sync: Sync | undefined): Sync | undefined {
  const registered = sync?.globalGenerators ?? [];
  const isOff = sync?.disabledTaskSyncGenerators?.includes(SYNC_PINS);
  if (isOff || registered.includes(SYNC_PINS)) return sync;
  return { ...sync, globalGenerators: [...registered, SYNC_PINS] };
}
