import type { TargetConfiguration } from '@nx/devkit';
import type { NakamaModule } from '../nakama-modules';
import type { NormalizedOptions } from '../options';

/** What a target is made from. */
export interface TargetContext {
  readonly options: NormalizedOptions;
  readonly module: NakamaModule;
  /** What verdicts rest on besides files: the version of the packages and a hash of their catalog. */
  readonly catalog: string;
}

/** Makes one target: a pure function of the options and of what was found. */
export type Target = (context: TargetContext) => TargetConfiguration;

type Help = NonNullable<NonNullable<TargetConfiguration['metadata']>['help']>['example'];

/** Keeps the workspace's pins in step: `nx sync` runs it, and Nx asks for it before the targets that name it. */
export const SYNC_GENERATORS = ['nx-nakama:sync-pins'];

/** What `nx show project` and Nx Console say of a target. */
export function metadata(
  { module }: TargetContext,
  targetName: string,
  description: string,
  example: Help,
): TargetConfiguration['metadata'] {
  return {
    technologies: ['go', 'nakama'],
    description,
    help: { command: `nx run ${module.name}:${targetName} --help`, example },
  };
}
