import { formatFiles, logger, type Tree } from '@nx/devkit';
import { openCatalog } from 'nakama-pins';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import { nearestRelease } from 'nakama-pins/scaffold';
import { currentGraph, type NakamaProject, nakamaProjects } from '../../graph/nakama-projects';
import { refuseOptions } from '../../graph/refuse-options';
import { chooseProjects } from '../../pinning/choose-projects';
import { pinInTree } from '../../pinning/plan-tree';
import { fileTree, treeTexts } from '../../workspace-config/file-tree';
import { setRelease } from '../../workspace-config/nakama-json';
import { typedRelease } from '../../workspace-config/typed-release';
import { addRelease } from './add-release';
import { describeMove } from './describe-move';
import { releasesInUse } from './releases-in-use';
import type { ReleaseGeneratorOptions } from './schema';
import schema from './schema.json';

/**
 * Moves the workspace, or some of its projects, to a Nakama release: writes nakama.json, pins what it holds for, and
 * says what changed and what can't move. A release that the catalog lacks is added first, if that is wanted.
 *
 * @throws InputError for an unknown release, naming how it is added, and for one that can't be added
 * @throws Error for a project that is none of ours, naming those that are
 */
export default async function releaseGenerator(tree: Tree, asked: ReleaseGeneratorOptions): Promise<void> {
  refuseOptions('nx-nakama:release', schema, asked);
  const options = { ...asked, release: typedRelease(asked.release) };
  const projects = nakamaProjects(await currentGraph());
  // A project that is none is said before anything is read.
  if (options.projects !== undefined) chooseProjects(options.projects, projects);
  for (const line of await addRelease(tree, options)) logger.info(line);
  for (const line of moveToRelease(tree, options, projects)) logger.info(line);
  if (!options.skipFormat) await formatFiles(tree);
}

/** @returns what is to be said */
export function moveToRelease(
  tree: Tree,
  options: ReleaseGeneratorOptions,
  all: readonly NakamaProject[],
): string[] {
  const catalog = openCatalog({ workspaceDir: tree.root, texts: treeTexts(tree) });
  const { version: release } = catalog.get(options.release);
  const named = options.projects === undefined ? undefined : chooseProjects(options.projects, all);
  const before = releasesInUse(tree, all, catalog);
  for (const dir of named?.map((project) => project.dir) ?? ['.']) setRelease(tree, dir, release);
  const moved = named ?? all.filter(({ dir }) => nearestRelease(fileTree(tree), dir)?.file === NAKAMA_JSON);
  const after = releasesInUse(tree, all, catalog);
  const plan = pinInTree(
    tree,
    moved.map(({ dir }) => dir),
    [...before].filter((version) => !after.has(version)),
  );
  const stayed = named ? [] : all.filter((project) => !moved.includes(project));
  return describeMove({ tree, release, moved, stayed, plan });
}
