import type { Tree } from '@nx/devkit';
import { planModules, type WorkspacePlan } from 'nakama-pins/plan';

/**
 * Pins modules in a tree as far as their text tells: what generators before this one changed counts, and nothing is
 * written outside the tree. Starts no process and needs no Go.
 *
 * @param dirs folders of plugin and library modules, relative to the workspace root
 * @throws InputError where `nakama-releases/` can't be read
 */
export function pinInTree(tree: Tree, dirs: readonly string[]): WorkspacePlan {
  const texts = tree
    .listChanges()
    .flatMap(({ path, content }): [string, string][] => (content ? [[path, content.toString('utf8')]] : []));
  const plan = planModules({ root: tree.root, dirs, texts: new Map(texts) });
  for (const { file, after } of plan.changes) if (after !== undefined) tree.write(file, after);
  return plan;
}
