import { posix } from 'node:path';
import { generateFiles, type GeneratorCallback, offsetFromRoot, type Tree, writeJson } from '@nx/devkit';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import { writeNakamaJson } from '../workspace-config/nakama-json';
import { prepareWorkspace } from '../workspace-config/prepare-workspace';
import type { ModulePlan } from './plan-module';

/**
 * Writes a planned module from its templates; prepares the workspace first where that has not been done.
 *
 * @param templates absolute folders
 * @param values what the templates say besides the plan
 */
export function writeModule(
  tree: Tree,
  plan: ModulePlan,
  templates: readonly string[],
  values: Readonly<Record<string, unknown>>,
): GeneratorCallback {
  const { version: release } = plan.release;
  const install = prepareWorkspace(tree, {
    release: tree.exists(NAKAMA_JSON) ? undefined : plan.workspaceRelease,
    keepExistingVersions: true,
  });
  for (const folder of templates)
    generateFiles(tree, folder, plan.directory, { ...plan, ...values, dot: '.' });
  if (plan.ownRelease) writeNakamaJson(tree, plan.directory, { release });
  if (plan.tags.length > 0) writeProjectJson(tree, plan);
  return install;
}

/** Only to hold the tags: targets and name are inferred. */
function writeProjectJson(tree: Tree, { project, directory, tags }: ModulePlan): void {
  writeJson(tree, posix.join(directory, 'project.json'), {
    $schema: `${offsetFromRoot(directory)}node_modules/nx/schemas/project-schema.json`,
    name: project,
    tags,
  });
}
