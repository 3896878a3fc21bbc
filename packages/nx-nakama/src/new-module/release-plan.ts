import type { Tree } from '@nx/devkit';
import { type Catalog, InputError, openCatalog, type Release } from 'nakama-pins';
import { type ConfiguredRelease, nearestRelease } from '../workspace-config/nakama-json';

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
  const catalog = openCatalog({ workspaceDir: tree.root });
  const configured = nearestRelease(tree, directory);
  if (!configured) return { release: catalog.get(asked ?? 'latest'), ownRelease: false };
  const own = configuredRelease(catalog, configured);
  const release = asked === undefined ? own : catalog.get(asked);
  return { release, ownRelease: release.version !== own.version };
}

function configuredRelease(catalog: Catalog, { spec, file }: ConfiguredRelease): Release {
  const resolution = catalog.resolve(spec);
  if (resolution.unknown === undefined) return catalog.load(resolution.release);
  throw new InputError([
    {
      file,
      message: `Nakama release ${JSON.stringify(spec)} is not known`,
      expected: resolution.nearest.join(' or '),
      fix: `write "release": "${resolution.nearest[0]}", or add nakama-releases/${spec}.json`,
    },
  ]);
}
