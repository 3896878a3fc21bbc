import { posix } from 'node:path';
import { formatFiles, globAsync, logger, type Tree } from '@nx/devkit';
import { formatProblems, renderOutcome } from 'nakama-pins';
import type { ModulePlan } from 'nakama-pins/plan';
import { type ExistingModule, openPlugin, readModules, useLibraries } from 'nakama-pins/scaffold';
import { refuseOptions } from '../../graph/refuse-options';
import { findLibraries, findModule } from '../../new-module/find-module';
import { refuse } from '../../new-module/refuse';
import { pinInTree } from '../../pinning/plan-tree';
import { fileTree, treeTexts } from '../../workspace-config/file-tree';
import { words } from '../../workspace-config/words';
import { copyLibraries } from './dockerfiles';
import { refuseNoPlugin, refuseUse } from './refuse-use';
import type { UseLibraryOptions } from './schema';
import schema from './schema.json';

/**
 * Has a plugin use libraries of the workspace: require, replace and requirements in go.mod, hashes in go.sum, a blank import
 * where it imports none of them yet, its Dockerfiles; then pins it, and says what verifying says. What is there already stays.
 *
 * @throws Error, before anything is written, for what is no plugin or no library, where a library uses the plugin, and for a
 * plugin with vendor/, which only Go makes
 * @throws InputError for a file that can't be read, and where go.mod replaces a library by something else
 */
export default async function useLibraryGenerator(tree: Tree, options: UseLibraryOptions): Promise<void> {
  refuseOptions('nx-nakama:use-library', schema, options);
  const files = fileTree(tree);
  const existing = readModules(files, await globAsync(tree, ['**/go.mod']));
  const plugin = findModule(tree, options.plugin, existing, `"${options.plugin}" can't use a library`);
  const opened = openPlugin(tree.root, plugin.dir, treeTexts(tree));
  refuseNoPlugin(plugin, opened);
  const libraries = findLibraries(tree, words(options.libraries), existing);
  refuseUse(plugin, opened, libraries, existing);
  const { release, mainFile, hasVendor } = opened;
  if (!release || mainFile === undefined) return;

  const written = useLibraries(files, { release, plugin, mainFile, libraries, existing });
  if (hasVendor && written.length > 0) refuseVendored(plugin, libraries, mainFile);
  for (const { file, text } of written) tree.write(file, text);
  const left = copyLibraries(
    tree,
    plugin.dir,
    libraries.map(({ dir }) => dir),
  );
  const [planned] = pinInTree(tree, [plugin.dir]).modules;
  const isNew = tree.listChanges().length > 0;
  for (const line of [...describe(plugin, planned, isNew), ...left]) logger.info(line);
  if (!options.skipFormat) await formatFiles(tree);
}

/** What verifying says now. */
function describe({ dir }: ExistingModule, planned: ModulePlan | undefined, isNew: boolean): string[] {
  return [
    ...(isNew ? [] : [`${dir} uses what is named already: there is nothing to change.`]),
    ...(planned?.plan ? [renderOutcome(planned.plan.report, { color: false })] : []),
    ...(planned?.problems.length ? [formatProblems(planned.problems)] : []),
  ];
}

/** go.mod alone would leave vendor/ behind, and Go then builds nothing. */
function refuseVendored(
  plugin: ExistingModule,
  libraries: readonly ExistingModule[],
  mainFile: string,
): void {
  const edits = libraries.map(
    ({ path, dir }) => `-require=${path}@v0.0.0 -replace=${path}=${posix.relative(plugin.dir, dir)}`,
  );
  const imports = libraries.flatMap((library) => library.importable()?.importPath ?? []);
  const steps = [
    `go mod edit ${edits.join(' ')} ${plugin.dir}/go.mod`,
    `write in ${mainFile}: ${imports.map((path) => `import _ "${path}"`).join(' and ')}`,
    `go -C ${plugin.dir} mod tidy`,
    `go -C ${plugin.dir} mod vendor`,
    `npx nakama-pins pin ${plugin.dir}`,
  ];
  refuse(
    'it has vendor/, which only Go makes anew',
    `${plugin.dir} can't use ${libraries.map(({ dir }) => dir).join(' and ')} from here`,
    `with the Go of its release:\n${steps.map((step) => `    ${step}`).join('\n')}`,
  );
}
