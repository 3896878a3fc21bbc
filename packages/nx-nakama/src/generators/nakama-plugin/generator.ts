import { join } from 'node:path';
import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { scaffoldValues } from 'nakama-pins/scaffold';
import { refuseOptions } from '../../graph/refuse-options';
import { dockerIgnoreOf } from '../../new-module/docker-ignore';
import { findLibraries } from '../../new-module/find-module';
import { type ModuleSort, planModule } from '../../new-module/plan-module';
import { requireBlock } from '../../new-module/require-block';
import { writeModule } from '../../new-module/write-module';
import { fileTree } from '../../workspace-config/file-tree';
import { words } from '../../workspace-config/words';
import { libraryImports } from './library-imports';
import type { NakamaPluginGeneratorOptions } from './schema';
import schema from './schema.json';

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
  refuseOptions('nx-nakama:nakama-plugin', schema, options);
  const plan = await planModule(tree, options, PLUGIN);
  const libraries = findLibraries(tree, words(options.imports), plan.existing);
  const scaffold = scaffoldValues(fileTree(tree), { ...plan, libraries });
  const values = {
    ...scaffold,
    dockerIgnore: dockerIgnoreOf([plan.directory, ...scaffold.replace.map(({ dir }) => dir)]),
    ...libraryImports(libraries),
    requireBlock,
  };
  const docker = libraries.length > 0 ? 'with-libraries' : 'alone';
  const templates = ['common', docker].map((folder) => join(__dirname, 'files', folder));
  const install = writeModule(tree, plan, templates, values);
  if (!options.skipFormat) await formatFiles(tree);
  return install;
}
