import { InputError } from '../input/problem';
import { openCatalog } from '../releases/catalog';
import { chooseRelease, findRelease } from '../verify/choose-release';
import type { VerifierOptions } from '../verify/types';
import { PluginReader } from '../workspace/read-plugin';
import type { GoModule } from './types';

/**
 * Reads a plugin or library module and chooses its release.
 *
 * @param dir relative to the root, with `/` separators
 * @throws InputError where a file can't be read as what it claims to be, or nothing names a release
 */
export type OpenModule = (dir: string) => GoModule;

/**
 * The files of a module are read anew each time, so that what another run wrote is seen.
 *
 * @throws InputError where `release` is not known
 */
export function moduleOpener({ root, release: override }: VerifierOptions): OpenModule {
  const catalog = openCatalog({ workspaceDir: root });
  const forced = override === undefined ? undefined : catalog.get(override);
  const releases = findRelease(catalog);
  return (dir) => {
    const reader = new PluginReader(root);
    const facts = reader.read(dir);
    const { release, unknown } = chooseRelease(facts, forced, reader.settingsOf(dir).release, catalog);
    if (!release) {
      const { location, message, fix } = unknown;
      const { file, ...position } = location;
      throw new InputError([{ file, position, message, fix }]);
    }
    return { facts, release, releases, reader, folder: reader.folders.absolute(dir) };
  };
}
