import { notOfTheServer } from '../checks/platform';
import type { Finding } from '../findings/finding';
import { toFinding } from '../findings/to-finding';
import { moduleLine } from '../go-module/module-line';
import type { Platform } from '../releases/release-model';
import type { OpenModule } from './open-module';

/** A module and the platforms that something is done for. */
export interface ForPlatforms {
  readonly module: OpenModule;
  /** Sorted, each once. */
  readonly platforms: readonly Platform[];
  /** One for each platform that the server does not run on. */
  readonly refused: readonly Finding[];
}

/**
 * A module with the platforms of an option in place of those of nakama.json: it is judged for these, too.
 *
 * @param asked undefined for those of nakama.json
 */
export function forPlatforms(module: OpenModule, asked: readonly Platform[] | undefined): ForPlatforms {
  const { facts, release } = module;
  const { goMod, dir } = facts;
  const platforms = [...new Set(asked ?? facts.platforms)].sort();
  // The finding is about the module: an option has no place.
  const location = asked ? moduleLine(goMod) : facts.platformsLocation;
  const faults = notOfTheServer(platforms, release, asked ? undefined : location.file);
  return {
    module: { ...module, facts: { ...facts, platforms, platformsLocation: location } },
    platforms,
    refused: faults.map((data) =>
      toFinding({ id: 'platform', severity: 'error', location, data }, dir, 'declared'),
    ),
  };
}
