import { InputError } from '../input/problem';
import { openCatalog } from '../releases/catalog';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import { PluginReader } from '../workspace/read-plugin';
import { chooseRelease, findRelease } from './choose-release';
import type { FindRelease } from './judge';
import type { VerifierOptions } from './types';

/** A module that go is to run in, and the release that says which Go. */
export interface GoModule {
  readonly facts: PluginFacts;
  readonly release: Release;
  readonly releases: FindRelease;
  readonly reader: PluginReader;
  /** The module's folder, absolute. */
  readonly folder: string;
}

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
