import { parseJsonText } from '../input/json-file';
import type { Catalog } from '../releases/catalog';
import type { Release } from '../releases/release-model';
import { fromSettings } from '../verify/choose-release';
import { folderAndAncestors, under } from '../workspace/folders';
import { NAKAMA_JSON } from '../workspace/nakama-json';
import type { FileTree } from './file-tree';

/** A release that a nakama.json names. */
export interface ConfiguredRelease {
  /** As written: `3.40.0`, `3.40`, `latest`. */
  readonly spec: string;
  /** The nakama.json that names it, relative to the workspace root. */
  readonly file: string;
  /**
   * Its release in a catalog.
   *
   * @throws InputError naming the line and the nearest releases, where the catalog lacks it
   */
  load(catalog: Catalog): Release;
}

/**
 * The release that the plugins of a folder are built for: of the nearest nakama.json at or above it that names one;
 * undefined if none does.
 *
 * @param dir relative to the workspace root, `.` for the root
 * @example
 * const release = nearestRelease(tree, 'plugins/arena')?.load(openCatalog({ workspaceDir: root }));
 * @throws InputError if a nakama.json on the way is not JSON
 */
export function nearestRelease(tree: FileTree, dir: string): ConfiguredRelease | undefined {
  for (const folder of folderAndAncestors(dir)) {
    const configured = releaseIn(tree, under(folder, NAKAMA_JSON));
    if (configured) return configured;
  }
  return undefined;
}

function releaseIn(tree: FileTree, file: string): ConfiguredRelease | undefined {
  const text = tree.read(file);
  if (text === undefined) return undefined;
  // What else is wrong with a nakama.json, verifying says.
  const { value, positionOf } = parseJsonText<{ release?: unknown } | null>(text, file);
  const spec = value?.release;
  if (typeof spec !== 'string') return undefined;
  const setting = { value: spec, location: { file, ...positionOf(['release']) } };
  return { spec, file, load: (catalog) => fromSettings(setting, catalog) };
}
