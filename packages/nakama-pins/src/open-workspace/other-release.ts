import { InputError } from '../input/problem';
import type { ModuleOpener, OpenModule } from '../verify/open-module';

/**
 * Refuses to write for a release that a module is not of: its pins, and images that others share, would be of that one.
 *
 * @param opener that takes the release of the workspace's own files
 * @throws InputError with both releases
 */
export function refuseOtherRelease({ facts, release }: OpenModule, opener: ModuleOpener): void {
  const own = opener.open(facts.dir);
  if (own.unreleased || own.release.version === release.version) return;
  throw new InputError([
    {
      file: facts.goMod.file,
      message: `the module is of Nakama ${own.release.version}: a dependency for ${release.version} would bring the pins of that release with it`,
      expected: `--release ${own.release.version}, or none`,
      found: release.version,
      fix: 'look what would change with --dry-run, or move the module to that release first',
    },
  ]);
}
