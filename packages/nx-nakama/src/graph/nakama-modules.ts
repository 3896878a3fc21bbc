import { posix } from 'node:path';
import type { ModuleLook, ModuleLooks, ModuleReach, PluginDetection, Unseen } from 'nakama-pins/detect';
import { SortedFolders } from './sorted-folders';

/** A plugin or library module of the workspace. */
export interface NakamaModule {
  /** Relative to the workspace root, `.` for the root. */
  readonly dir: string;
  readonly detection: PluginDetection;
  /** The Nx project's name where no project.json or package.json gives another. */
  readonly name: string;
  /**
   * Folders of the other plugins that the same server opens and whose main package has this one's import path, sorted;
   * none for a library.
   */
  readonly samePath: readonly string[];
  /**
   * Other plugins that the same server opens and that ask for another version of some module, sorted by folder; none
   * for a library.
   */
  readonly rivals: readonly Rival[];
  /** Files that the plugin opens as plugins, relative to the workspace root. */
  readonly opens: readonly string[];
  /** What all plugins of its server open, sorted. */
  readonly opensTogether: readonly string[];
  /** It looks like a plugin, but a plugin uses it as a library. */
  readonly isByUse: boolean;
  /** The same word for all plugins that one server opens. */
  readonly server: string;
  /** What the module is made from. */
  readonly reach: ModuleReach;
  /** What of it Nx can't hash. */
  readonly unseen: Unseen;
  /** Folders in the module's that other projects have, which Nx takes out of the module's project. */
  readonly nestedProjects: readonly string[];
  /** No nakama.json names the release: images anywhere in the repository do, for a library those of its plugins. */
  readonly isReleaseInImages: boolean;
}

/** Another plugin, and what is read to judge the two together. */
export interface Rival {
  readonly dir: string;
  /** Folders of its local libraries. */
  readonly localModules: readonly string[];
}

/**
 * The plugin and library modules among the folders of go.mod files; any other module is left out. A library is one by
 * its shape, or because a plugin's replace names its folder.
 *
 * @param otherProjects folders of projects of other kinds
 */
export function findNakamaModules(
  looks: ModuleLooks,
  dirs: readonly string[],
  otherProjects: readonly string[] = [],
): NakamaModule[] {
  const first = new Map(dirs.map((dir) => [dir, looks.at(dir)]));
  const used = new Set([...first.values()].flatMap((look) => look?.detection.localModules ?? []));
  const found = dirs.flatMap((dir): (ModuleLook & { readonly dir: string })[] => {
    const look = used.has(dir) ? looks.atUsed(dir) : first.get(dir);
    return look ? [{ dir, ...look }] : [];
  });
  const names = projectNames(found.map(({ dir, detection: { modulePath } }) => ({ dir, modulePath })));
  const placed = found.map((module) => ({ ...module, server: looks.serverOf(module.dir) }));
  const plugins = placed.filter(({ detection }) => detection.kind === 'plugin');
  const meetingPoint = (plugin: (typeof plugins)[number]): string =>
    `${plugin.server} ${plugin.detection.pluginPath}`;
  const twins = groupBy(plugins, meetingPoint);
  const opensOf = new Map(
    Array.from(
      groupBy(plugins, ({ server }) => server),
      ([server, together]) => [
        server,
        [...new Set(together.flatMap(({ dir }) => looks.opensOf(dir)))].sort(),
      ],
    ),
  );
  const others = new SortedFolders(otherProjects);
  const rivals = looks.rivals(plugins);
  return placed.map((module) => ({
    ...module,
    name: names.get(module.dir) ?? module.dir,
    nestedProjects: others.below(module.dir),
    isReleaseInImages: !looks.isReleaseInSettings(module.dir),
    samePath: (module.detection.kind === 'plugin' ? (twins.get(meetingPoint(module)) ?? []) : [])
      .map((twin) => twin.dir)
      .filter((dir) => dir !== module.dir)
      .sort(),
    opens: module.detection.kind === 'plugin' ? looks.opensOf(module.dir) : [],
    opensTogether: opensOf.get(module.server) ?? [],
    rivals: (rivals.get(module.dir) ?? []).map((dir) => ({
      dir,
      localModules: first.get(dir)?.detection.localModules ?? [],
    })),
  }));
}

/**
 * A project is called after its folder, as Nx does it; folders of one name are told apart by their whole path.
 */
export function projectNames(
  modules: readonly { readonly dir: string; readonly modulePath: string }[],
): Map<string, string> {
  const short = new Map(modules.map(({ dir, modulePath }) => [dir, shortName(dir, modulePath)]));
  const uses = groupBy([...short.values()], (name) => name);
  return new Map(
    [...short].map(([dir, name]) => [
      dir,
      (uses.get(name)?.length ?? 0) > 1 && dir !== '.' ? dir.toLowerCase().replaceAll('/', '-') : name,
    ]),
  );
}

/** The root's folder may have another name on each computer: there the module path names the project. */
function shortName(dir: string, modulePath: string): string {
  const path = dir === '.' ? modulePath.replace(/\/v\d+$/, '') : dir;
  return posix.basename(path).toLowerCase();
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}
