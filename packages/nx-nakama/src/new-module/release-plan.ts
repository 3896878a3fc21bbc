import type { Tree } from '@nx/devkit';
import { openCatalog, type Release } from 'nakama-pins';
import { nearestRelease } from 'nakama-pins/scaffold';
import { fileTree, treeTexts } from '../workspace-config/file-tree';

/** Which release a module is pinned to, and what nakama.json has to say of it. */
export interface ReleasePlan {
  readonly release: Release;
  /** The module needs a nakama.json of its own: its folder's release is another. */
  readonly ownRelease: boolean;
}

/**
 * The release that is asked for, else that of the folder. A workspace that names none yet takes it for its own.
 *
 * @throws InputError for a release that the catalog lacks
 */
export function planRelease(tree: Tree, directory: string, asked: string | undefined): ReleasePlan {
  const catalog = openCatalog({ workspaceDir: tree.root, texts: treeTexts(tree) });
  const own = nearestRelease(fileTree(tree), directory)?.load(catalog);
  const release = own && asked === undefined ? own : catalog.get(asked ?? 'latest');
  return { release, ownRelease: own !== undefined && release.version !== own.version };
}
