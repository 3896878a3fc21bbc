import { posix } from 'node:path';
import type { CreateDependencies, DependencyType, RawProjectGraphDependency } from '@nx/devkit';
import { isInside, mayEmbed, type ModuleReach } from 'nakama-pins/detect';
import { lastModules } from './found-modules';
import type { NakamaPluginOptions } from './options';
import { SortedFolders } from './sorted-folders';

/** `DependencyType.implicit`, without loading all of @nx/devkit for each command. */
const IMPLICIT = 'implicit' as DependencyType.implicit;

/**
 * Makes a project depend on those whose files its module is made from: local modules and packages that it imports, also
 * through others, files that it embeds, and C sources of other folders. A server project depends on its plugins. Starts no process and needs no Go; the answer is
 * the same on every system, because every build constraint counts.
 *
 * All are `implicit` dependencies, which Nx takes anew each time: it keeps static ones with the file that has the import,
 * so that one would stay when the imported module is renamed or no longer replaced (nx, build-project-graph.ts).
 */
export const createDependencies: CreateDependencies<NakamaPluginOptions> = (_, context) => {
  if (process.env.NX_NAKAMA_DISABLE === 'true') return [];
  const { workspaceRoot, projects, fileMap } = context;
  const { modules, servers } = lastModules(workspaceRoot, () =>
    [...Object.values(fileMap.projectFileMap), fileMap.nonProjectFiles].flat().map(({ file }) => file),
  );
  const owners = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  const roots = new SortedFolders(owners.keys());
  const edges = (dir: string, paths: readonly string[]): RawProjectGraphDependency[] => {
    const source = owners.get(dir);
    if (source === undefined) return [];
    const targets = new Set(paths.map((path) => ownerOf(path, owners)));
    targets.delete(source);
    return [...targets]
      .filter((target) => target !== undefined)
      .sort()
      .map((target): RawProjectGraphDependency => ({ source, target, type: IMPLICIT }));
  };
  return [
    ...modules.flatMap(({ dir, reach }) => edges(dir, reachedPaths(reach, roots))),
    // What a project of the whole workspace builds is none of a server's.
    ...servers.flatMap(({ dir, plugins, files }) =>
      edges(dir, [...plugins, ...files.filter((file) => ownerOf(file, owners) !== owners.get('.'))]),
    ),
  ];
};

function reachedPaths({ folders, embeds, reads }: ModuleReach, roots: SortedFolders): string[] {
  const embedded = embeds.flatMap((embed) =>
    roots.below(embed.folder).filter((root) => mayEmbed(embed, root)),
  );
  return [...folders, ...reads, ...embedded];
}

/** The project that has a file or folder: the nearest at or above it. */
function ownerOf(path: string, owners: ReadonlyMap<string, string>): string | undefined {
  if (!isInside(path)) return undefined;
  for (let folder = path; ; folder = posix.dirname(folder)) {
    const owner = owners.get(folder);
    if (owner !== undefined || folder === '.') return owner;
  }
}
