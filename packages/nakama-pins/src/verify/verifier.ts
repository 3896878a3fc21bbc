import type { ModuleReport } from '../findings/finding';
import { openCatalog } from '../releases/catalog';
import { PluginReader } from '../workspace/read-plugin';
import { chooseRelease, findRelease } from './choose-release';
import { judge, toFinding, toReport } from './judge';
import type { Verifier, VerifierOptions } from './types';

/**
 * Judges plugin modules with proof `declared`. One verifier serves any number of modules of a workspace: the
 * catalog, go.work, compose files and local libraries are read once.
 *
 * @throws InputError where `release` is not known
 */
export function createVerifier({ root, release: override }: VerifierOptions): Verifier {
  const catalog = openCatalog({ workspaceDir: root });
  const forced = override === undefined ? undefined : catalog.get(override);
  const reader = new PluginReader(root);

  const configured = (dir: string): string | undefined => {
    const spec = reader.settingsOf(dir).release?.value;
    const resolution = spec === undefined ? undefined : catalog.resolve(spec);
    return resolution?.unknown === undefined ? resolution?.release : spec;
  };
  const serverOf = (dir: string): string | undefined => reader.settingsOf(dir).server?.value;
  // Plugins for different releases, or for servers of different names, never meet in one process.
  const meet = (dir: string, other: string): boolean =>
    (!!forced || configured(dir) === configured(other)) && serverOf(dir) === serverOf(other);

  return {
    verify(dir, options = {}): ModuleReport {
      const facts = reader.read(
        dir,
        options.samePath?.filter((other) => meet(dir, other)),
      );
      const choice = chooseRelease(facts, forced, reader.settingsOf(dir).release, catalog);
      return choice.release === undefined
        ? toReport(facts, '', [toFinding('unknown-release', dir, 'declared', choice.unknown)])
        : judge(facts, choice.release, findRelease(catalog));
    },
  };
}
