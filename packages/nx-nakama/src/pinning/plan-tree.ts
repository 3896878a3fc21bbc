import type { Tree } from '@nx/devkit';
import { planModules, type WorkspacePlan } from 'nakama-pins/plan';
import { treeTexts } from '../workspace-config/file-tree';

/**
 * Pins modules in a tree as far as their text tells: what generators before this one changed counts, and nothing is
 * written outside the tree. Starts no process and needs no Go.
 *
 * @param dirs folders of plugin and library modules, relative to the workspace root
 * @param abandoned releases that no module is built for any more: deployments that name one move, too
 * @throws InputError where `nakama-releases/` can't be read
 */
export function pinInTree(
  tree: Tree,
  dirs: readonly string[],
  abandoned: readonly string[] = [],
): WorkspacePlan {
  const plan = planModules({ root: tree.root, dirs, texts: treeTexts(tree), abandoned });
  for (const { file, after } of plan.changes) if (after !== undefined) tree.write(file, after);
  return plan;
}
