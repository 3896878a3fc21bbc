import { groupBy } from '../input/group-by';
import { findModules } from '../workspace/discover';
import type { ModuleKind } from '../workspace/facts';
import { folderAndAncestors, Folders, isIn } from '../workspace/folders';
import { PluginDetector } from '../workspace/plugin-detector';
import { isUnnameable } from '../workspace/unnameable';

/** A module to work on. */
export interface FoundModule {
  /** Relative to the root. */
  readonly dir: string;
  /** Undefined for a module that was named and looks like neither. */
  readonly kind?: ModuleKind;
  /** Folders of the others with its plugin path. */
  readonly samePath: readonly string[];
  /** It is in none of the folders: a plugin that is uses it. */
  readonly isByUse?: true;
}

/**
 * The plugin and library modules in and below the folders, and those that the folders themselves are, whatever they
 * look like; sorted by folder. A folder of a package stands for the module that it is in.
 *
 * @param root the workspace root, absolute
 * @param dirs relative to the root
 */
export function findPluginModules(root: string, dirs: readonly string[]): FoundModule[] {
  const folders = new Folders(root);
  const detector = new PluginDetector(folders);
  const modulesFor = (dir: string): readonly string[] => {
    const below = findModules(root, dir);
    if (below.length > 0 || !folders.list(dir)) return below;
    const above = folderAndAncestors(dir).find((folder) => folders.has(folder, 'go.mod'));
    return above !== undefined && detector.detect(above) ? [above] : [];
  };
  const found = new Map<string, { kind?: ModuleKind; path: string; isByUse?: true }>();
  const used = new Set<string>();
  for (const dir of dirs) {
    for (const module of modulesFor(dir)) {
      const detection = detector.detect(module);
      if (detection) found.set(module, { kind: detection.kind, path: detection.pluginPath });
      else if (module === dir || isUnnameable(module)) found.set(module, { path: module });
      for (const library of detection?.localModules ?? []) {
        if (!library.startsWith('..')) used.add(library);
      }
    }
  }
  for (const dir of used) {
    const detection = detector.detectUsed(dir);
    if (detection && detection.kind !== found.get(dir)?.kind)
      found.set(dir, {
        kind: 'library',
        path: dir,
        ...(!dirs.some((folder) => isIn(dir, folder)) && { isByUse: true }),
      });
  }
  const twins = groupBy(found, ([, { path }]) => path);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([dir, { kind, path, isByUse }]) => ({
      dir,
      ...(kind && { kind }),
      ...(isByUse && { isByUse }),
      samePath: (twins.get(path) ?? [])
        .map(([other]) => other)
        .filter((other) => other !== dir)
        .sort(),
    }));
}

/** Folders of the plugin modules of a workspace, by the path that the runtime knows the plugin by. */
export function dirsByPlugin(root: string): Map<string, string> {
  const detector = new PluginDetector(new Folders(root));
  return new Map(
    findModules(root, '.').flatMap((dir) => {
      const detection = detector.detect(dir);
      return detection?.kind === 'plugin' ? [[detection.pluginPath, dir] as const] : [];
    }),
  );
}
