import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { refuseOptions } from '../../graph/refuse-options';
import { chooseRelease } from '../../workspace-config/choose-release';
import { prepareWorkspace } from '../../workspace-config/prepare-workspace';
import type { InitOptions } from './schema';
import schema from './schema.json';

/**
 * Prepares a workspace for Nakama plugins; what is there already stays as it is. The release is that of the plugins that
 * are there.
 *
 * @returns installs what was added to package.json
 * @throws InputError for an unknown release, and where only whoever knows the server can say which it is and nobody can be
 * asked
 */
export default async function initGenerator(tree: Tree, options: InitOptions): Promise<GeneratorCallback> {
  refuseOptions('nx-nakama:init', schema, options);
  const release = await chooseRelease(tree, options.release, 'nx-nakama:init');
  const install = prepareWorkspace(tree, { ...options, release });
  if (!options.skipFormat) await formatFiles(tree);
  return install;
}
