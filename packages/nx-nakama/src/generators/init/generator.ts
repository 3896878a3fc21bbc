import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { prepareWorkspace } from '../../workspace-config/prepare-workspace';
import type { InitOptions } from './schema';

/**
 * Prepares a workspace for Nakama plugins; what is there already stays as it is.
 *
 * @returns installs what was added to package.json
 * @throws InputError for an unknown release
 */
export default async function initGenerator(tree: Tree, options: InitOptions): Promise<GeneratorCallback> {
  const install = prepareWorkspace(tree, options);
  if (!options.skipFormat) await formatFiles(tree);
  return install;
}
