import { join, posix } from 'node:path';
import {
  formatFiles,
  generateFiles,
  type GeneratorCallback,
  offsetFromRoot,
  type Tree,
  writeJson,
} from '@nx/devkit';
import { NAKAMA_JSON } from 'nakama-pins';
import { writeNakamaJson } from '../../workspace-config/nakama-json';
import initGenerator from '../init/generator';
import { pinnedValues } from './pinned-files';
import { type PluginPlan, planPlugin } from './plan';
import type { NakamaPluginGeneratorOptions } from './schema';

/**
 * Creates a plugin that is pinned to its release, tested and ready to build; prepares the workspace first where
 * that has not been done.
 *
 * @throws Error, before anything is written, for what can't be a plugin or is taken
 */
export default async function nakamaPluginGenerator(
  tree: Tree,
  options: NakamaPluginGeneratorOptions,
): Promise<GeneratorCallback> {
  const plan = await planPlugin(tree, options);
  const values = pinnedValues(plan.release);
  const install = await initGenerator(tree, {
    release: tree.exists(NAKAMA_JSON) ? undefined : values.release,
    skipFormat: true,
    keepExistingVersions: true,
  });

  generateFiles(tree, join(__dirname, 'files'), plan.directory, { ...plan, ...values, dot: '.' });
  if (plan.ownRelease) writeNakamaJson(tree, plan.directory, { release: values.release });
  if (plan.tags.length > 0) writeProjectJson(tree, plan);

  if (!options.skipFormat) await formatFiles(tree);
  return install;
}

/** Only to hold the tags: targets and name are inferred. */
function writeProjectJson(tree: Tree, { project, directory, tags }: PluginPlan): void {
  writeJson(tree, posix.join(directory, 'project.json'), {
    $schema: `${offsetFromRoot(directory)}node_modules/nx/schemas/project-schema.json`,
    name: project,
    tags,
  });
}
