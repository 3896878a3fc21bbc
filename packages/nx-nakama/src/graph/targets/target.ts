import type { TargetConfiguration } from '@nx/devkit';
import type { NakamaModule } from '../nakama-modules';
import type { NormalizedOptions } from '../options';

/** What a target is made from. */
export interface TargetContext {
  /** The workspace root, absolute: it must not get into a target. */
  readonly root: string;
  readonly options: NormalizedOptions;
  readonly module: NakamaModule;
  /** What verdicts rest on besides files: the version of the packages and a hash of their catalog. */
  readonly catalog: string;
}

/** Makes one target: a pure function of the options and of what was found. */
export type Target = (context: TargetContext) => TargetConfiguration;

/**
 * Whether Nx may keep what a target makes. It takes no input outside of the workspace, and none that git ignores: where a
 * module is made from such files, a kept result could be stale.
 */
export function caching({ module: { unseen } }: TargetContext): Pick<TargetConfiguration, 'cache'> {
  return { cache: unseen.reasons.length === 0 };
}

/** The reason why a result is not kept, for a description. */
export function uncached({ module: { unseen } }: TargetContext): string {
  const [reason, ...more] = unseen.reasons;
  if (reason === undefined) return '';
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return `. Not cached: ${reason}${others}`;
}

/** Nx hashes options, and sees no other change of packages that are linked: no lockfile names what is in those. */
export function withCatalog(target: TargetConfiguration, catalog: string): TargetConfiguration {
  return target.cache ? { ...target, options: { ...(target.options as object), catalog } } : target;
}

type Help = NonNullable<NonNullable<TargetConfiguration['metadata']>['help']>['example'];

/** What `nx show project` and Nx Console say of a target. */
export function metadata(
  context: { readonly module: Pick<NakamaModule, 'name'> },
  targetName: string,
  description: string,
  example: Help,
): TargetConfiguration['metadata'] {
  return {
    description,
    help: { command: `nx run ${context.module.name}:${targetName} --help`, example },
  };
}
