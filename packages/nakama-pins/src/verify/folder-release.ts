import type { Finding } from '../findings/finding';
import { toFinding } from '../findings/to-finding';
import { moduleLine } from '../go-module/module-line';
import { groupBy } from '../input/group-by';
import { InputError, type Problem, problemsOf } from '../input/problem';
import type { Release } from '../releases/release-model';
import { findPluginModules, type FoundModule } from './find-modules';
import type { ModuleOpener, OpenModule } from './open-module';

/** The release of a folder, or the finding that says why there is none. */
export type FolderRelease =
  | { readonly release: Release; readonly unknown?: undefined }
  | { readonly release?: undefined; readonly unknown: Finding };

/**
 * The release that a folder is worked on for if it need not be a module: the one that is forced or named by its
 * nakama.json, else that of the plugins in and below it, each chosen as for a verdict; without a plugin that of the
 * folder's images.
 *
 * @param dir relative to the root
 * @throws InputError if a nakama.json names an unknown release, or no release is found and a plugin can't be read
 */
export function folderRelease(dir: string, opener: ModuleOpener): FolderRelease {
  const named = opener.namedRelease(dir);
  if (named) return { release: named };
  const plugins = findPluginModules(opener.root, [dir]).filter(({ kind }) => kind === 'plugin');
  const ofPlugins = releaseOfPlugins(dir, plugins, opener);
  if (ofPlugins) return ofPlugins;
  const { release, unknown } = opener.imageRelease(dir);
  return release ? { release } : { unknown: toFinding(unknown, dir, 'declared') };
}

function releaseOfPlugins(
  dir: string,
  plugins: readonly FoundModule[],
  opener: ModuleOpener,
): FolderRelease | undefined {
  const opened: OpenModule[] = [];
  const unknown: Finding[] = [];
  const problems: Problem[] = [];
  for (const plugin of plugins) {
    try {
      const module = opener.open(plugin.dir);
      if (module.unreleased) unknown.push(...module.unreleased.findings);
      else opened.push(module);
    } catch (error) {
      problems.push(...problemsOf(error));
    }
  }
  const [first] = opened;
  if (first) {
    const others = opened.some(({ release }) => release !== first.release);
    return others ? { unknown: several(dir, first, opened) } : { release: first.release };
  }
  if (problems.length > 0) throw new InputError(problems);
  const [finding] = unknown;
  return finding && { unknown: finding };
}

function several(dir: string, { facts: { goMod } }: OpenModule, opened: readonly OpenModule[]): Finding {
  const releases = [...groupBy(opened, ({ release }) => release.version)].flatMap(([release, [plugin]]) =>
    plugin ? [{ release, dir: plugin.facts.dir }] : [],
  );
  const data = { kind: 'several', releases } as const;
  return toFinding(
    { id: 'unknown-release', severity: 'undecided', location: moduleLine(goMod), data },
    dir,
    'declared',
  );
}
