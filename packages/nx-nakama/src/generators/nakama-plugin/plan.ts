import { posix } from 'node:path';
import { getProjects, globAsync, type Tree } from '@nx/devkit';
import { InputError, openCatalog, parseGoMod, type Release } from 'nakama-pins';
import { isForeign } from '../../graph/plugin-modules';
import { nearestRelease } from '../../workspace-config/nakama-json';
import { defaultModule } from './default-module';
import { modulePathFault } from './module-path';
import { directoryFault, nameFault } from './refusals';
import type { NakamaPluginGeneratorOptions } from './schema';

/** Everything decided before the first file is written. */
export interface PluginPlan {
  readonly name: string;
  /** The Nx project's name. */
  readonly project: string;
  /** Relative to the workspace root. */
  readonly directory: string;
  readonly module: string;
  readonly release: Release;
  /** The plugin needs a nakama.json of its own: the folder's release is another. */
  readonly ownRelease: boolean;
  readonly tags: readonly string[];
}

interface ExistingModule {
  readonly dir: string;
  readonly path: string;
}

/**
 * Decides what is generated, or refuses with what is wrong and how to mend it.
 *
 * @throws Error for a bad name, folder or module path, for a folder, project or module path that is taken
 * @throws InputError for an unknown release
 */
export async function planPlugin(tree: Tree, options: NakamaPluginGeneratorOptions): Promise<PluginPlan> {
  const name = options.name.trim();
  refuse(
    nameFault(name),
    `"${name}" can't be the name of a plugin`,
    'take a name like arena or daily-rewards',
  );

  const asGiven = options.directory ?? `plugins/${name}`;
  refuse(directoryFault(asGiven), `"${asGiven}" can't be a plugin's folder`, `take one like plugins/${name}`);
  const directory = posix.normalize(asGiven).replace(/\/$/, '');
  refuseTakenFolder(tree, directory);

  const project = posix.basename(directory).toLowerCase();
  refuseTakenProject(tree, project);

  const existing = await existingModules(tree);
  const module =
    options.module?.trim() ??
    defaultModule(
      tree,
      directory,
      existing.map(({ path }) => path),
    );
  refuse(
    modulePathFault(module),
    `"${module}" can't be a module path`,
    `give one with --module, like example.com/game/${name}`,
  );
  const twin = existing.find(({ path }) => path === module);
  refuse(
    twin &&
      `${twin.dir}/go.mod has it, and a server opens only one plugin of a path ("plugin already loaded")`,
    `The module path ${module} is taken`,
    'give another with --module',
  );

  const catalog = openCatalog({ workspaceDir: tree.root });
  const folderRelease = catalog.get(nearestRelease(tree, directory) ?? 'latest');
  const release = options.release ? catalog.get(options.release) : folderRelease;
  const ownRelease = release.release !== folderRelease.release;
  return { name, project, directory, module, release, ownRelease, tags: tagsOf(options.tags) };
}

function refuse(fault: string | undefined, what: string, mend: string): void {
  if (fault) throw new Error(`${what}: ${fault}.\n  fix: ${mend}`);
}

function refuseTakenFolder(tree: Tree, directory: string): void {
  const folders = directory.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
  const file = folders.find((folder) => tree.exists(folder) && tree.isFile(folder));
  refuse(
    file && `${file} is a file`,
    `The plugin can't be created in ${directory}`,
    'choose another folder with --directory',
  );
  refuse(
    tree.children(directory).length > 0 ? 'it exists and is not empty' : undefined,
    `The plugin can't be created in ${directory}`,
    'choose another name or --directory, or remove the folder',
  );
}

/** Another plugin's name does no harm (inference tells them apart by folder); a given one of Nx does. */
function refuseTakenProject(tree: Tree, project: string): void {
  const root = getProjects(tree).get(project)?.root;
  refuse(
    root && `there is an Nx project "${project}" in ${root}`,
    'The project name is taken',
    'choose another name',
  );
}

/** The modules of the workspace; a go.mod that can't be read says nothing here, `verify-pins` reports it. */
async function existingModules(tree: Tree): Promise<ExistingModule[]> {
  const files = (await globAsync(tree, ['**/go.mod'])).filter((file) => !isForeign(file)).sort();
  return files.flatMap((file) => {
    const path = modulePathOf(tree, file);
    return path ? [{ dir: posix.dirname(file), path }] : [];
  });
}

function modulePathOf(tree: Tree, file: string): string | undefined {
  try {
    return parseGoMod(tree.read(file, 'utf-8') ?? '', file).module?.path;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function tagsOf(tags: string | undefined): string[] {
  return (tags ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
