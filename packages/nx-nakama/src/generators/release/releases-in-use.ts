import type { Tree } from '@nx/devkit';
import type { Catalog } from 'nakama-pins';
import { nearestRelease } from 'nakama-pins/scaffold';
import type { NakamaProject } from '../../graph/nakama-projects';
import { fileTree } from '../../workspace-config/file-tree';

/** The releases that a nakama.json names for some project, as the tree is now. */
export function releasesInUse(
  tree: Tree,
  projects: readonly NakamaProject[],
  catalog: Catalog,
): ReadonlySet<string> {
  const files = fileTree(tree);
  return new Set(
    projects.flatMap(({ dir }) => {
      try {
        return nearestRelease(files, dir)?.load(catalog).version ?? [];
      } catch {
        // That its release can't be told is said where the project is planned.
        return [];
      }
    }),
  );
}
