import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { openWorkspace } from 'nakama-pins';
import { currentGraph, nakamaProjects } from '../../graph/nakama-projects';
import { refuseOptions } from '../../graph/refuse-options';
import { chooseProjects } from '../../pinning/choose-projects';
import { printProgress } from '../../workspace-config/print-progress';
import { words } from '../../workspace-config/words';
import { addInTree } from './add-in-tree';
import type { GetGeneratorOptions } from './schema';
import schema from './schema.json';

/**
 * Adds dependencies to plugins and libraries, as `nakama-pins get` does and in the same words.
 *
 * @returns writes the modules that have a vendor folder
 * @throws Error for a project that is none of ours, and where something can't be added: nothing is written then
 */
export default async function getGenerator(
  tree: Tree,
  options: GetGeneratorOptions,
): Promise<GeneratorCallback> {
  refuseOptions('nx-nakama:get', schema, options);
  const projects = chooseProjects(options.project, nakamaProjects(await currentGraph()), 'project');
  const workspace = openWorkspace({
    root: tree.root,
    onProgress: printProgress,
  });
  const dirs = projects.map(({ dir }) => dir);
  const tags = options.tags === undefined ? {} : { tags: words(options.tags) };
  const { lines, finish } = await addInTree(
    tree,
    dirs,
    { modules: words(options.module), ...tags },
    workspace,
  );
  for (const line of lines) logger.info(line);
  return finish;
}
