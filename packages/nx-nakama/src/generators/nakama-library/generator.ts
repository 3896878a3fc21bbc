import { join } from 'node:path';
import { formatFiles, type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { scaffoldValues } from 'nakama-pins/scaffold';
import { refuseOptions } from '../../graph/refuse-options';
import { type ModuleSort, planModule } from '../../new-module/plan-module';
import { requireBlock } from '../../new-module/require-block';
import { writeModule } from '../../new-module/write-module';
import { fileTree } from '../../workspace-config/file-tree';
import type { NakamaLibraryGeneratorOptions } from './schema';
import schema from './schema.json';

const LIBRARY: ModuleSort = {
  noun: 'library',
  home: 'libs',
  twinFault: 'a plugin can import only one module of a path',
  examples: 'score or daily-rewards',
};

/**
 * Creates a Go module that plugins share, pinned to its release and tested; prepares the workspace first where that
 * has not been done.
 *
 * @throws Error, before anything is written, for what can't be a library or is taken
 */
export default async function nakamaLibraryGenerator(
  tree: Tree,
  options: NakamaLibraryGeneratorOptions,
): Promise<GeneratorCallback> {
  refuseOptions('nx-nakama:nakama-library', schema, options);
  const plan = await planModule(tree, options, LIBRARY);
  const install = writeModule(tree, plan, [join(__dirname, 'files')], {
    ...scaffoldValues(fileTree(tree), plan),
    requireBlock,
    // Go's packages have neither dashes nor underscores: https://go.dev/blog/package-names
    packageName: plan.name.replace(/[-_]/g, ''),
  });
  logger.info(
    `Use it in a new plugin: nx g nakama-plugin <name> --imports=${plan.project}; in one that is there: nx g nx-nakama:use-library <plugin> ${plan.project}`,
  );
  if (!options.skipFormat) await formatFiles(tree);
  return install;
}
