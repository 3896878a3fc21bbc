import type { Tree } from '@nx/devkit';
import { type Catalog, openCatalog, type Release } from 'nakama-pins';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import { nearestRelease } from 'nakama-pins/scaffold';
import { type AdoptedRelease, adoptedRelease, openRelease } from '../workspace-config/adopted-release';
import { fileTree, treeTexts } from '../workspace-config/file-tree';

/** Which release a module is pinned to, and what nakama.json has to say of it. */
export interface ReleasePlan {
  readonly release: Release;
  /** The module needs a nakama.json of its own: its folder's release is another. */
  readonly ownRelease: boolean;
  /** What the root's nakama.json names where there is none yet; undefined if its plugins are of several releases. */
  readonly workspaceRelease?: string;
}

/**
 * The release that is asked for, else that of the folder, else that of the plugins that are there. A workspace without any
 * takes it for its own.
 *
 * @throws InputError for a release that the catalog lacks, and where none is asked for and the plugins that are there don't
 * tell
 */
export function planRelease(tree: Tree, directory: string, asked: string | undefined): ReleasePlan {
  const catalog = openCatalog({ workspaceDir: tree.root, texts: treeTexts(tree) });
  const own = nearestRelease(fileTree(tree), directory)?.load(catalog);
  if (own) {
    const release = asked === undefined ? own : catalog.get(asked);
    return { release, ownRelease: release.version !== own.version };
  }
  const adopted = adoptedRelease(tree.root);
  const release = asked === undefined ? releaseBeside(adopted, catalog) : catalog.get(asked);
  const there = adopted.kind === 'one' && adopted.by !== undefined ? adopted.release : undefined;
  if (tree.exists(NAKAMA_JSON)) return { release, ownRelease: release.version !== there };
  const workspaceRelease = adopted.kind === 'one' ? (there ?? release.version) : undefined;
  return { release, ownRelease: release.version !== workspaceRelease, workspaceRelease };
}

/** That of the plugins that are there; without any the newest. */
function releaseBeside(adopted: AdoptedRelease, catalog: Catalog): Release {
  if (adopted.kind === 'open') throw openRelease(adopted, 'add the option:');
  if (adopted.kind === 'one') return catalog.get(adopted.release);
  const named = adopted.named.map(({ release, by }) => `${release} by ${by}`).join(', ');
  throw new Error(
    `The plugins here are of several releases: ${named}.\n  fix: give that of the new one with --release`,
  );
}
