import { join } from 'node:path';
import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { pinnedValues } from '../../new-module/pinned-files';
import { type ModuleSort, planModule } from '../../new-module/plan-module';
import { requireBlock } from '../../new-module/require-block';
import { writeModule } from '../../new-module/write-module';
import { importedLibraries } from './libraries/imported-libraries';
import { withLibraries } from './libraries/with-libraries';
import type { NakamaPluginGeneratorOptions } from './schema';

const PLUGIN: ModuleSort = {
  noun: 'plugin',
  home: 'plugins',
  twinFault: 'a server opens only one plugin of a path ("plugin already loaded")',
  examples: 'arena or daily-rewards',
};

/**
 * Creates a plugin that is pinned to its release, tested and ready to build; prepares the workspace first where
 * that has not been done.
 *
 * @throws Error, before anything is written, for what can't be a plugin or is taken, and for a library that is not there
 */
export default async function nakamaPluginGenerator(
  tree: Tree,
  options: NakamaPluginGeneratorOptions,
): Promise<GeneratorCallback> {
  const plan = await planModule(tree, options, PLUGIN);
  const libraries = importedLibraries(tree, options.imports, plan.existing);
  const values = withLibraries(tree, pinnedValues(plan.release), plan, libraries);
  const docker = libraries.length > 0 ? 'with-libraries' : 'alone';
  const templates = ['common', docker].map((folder) => join(__dirname, 'files', folder));
  const install = writeModule(tree, plan, templates, { ...values, requireBlock });
  if (!options.skipFormat) await formatFiles(tree);
  return install;
}
