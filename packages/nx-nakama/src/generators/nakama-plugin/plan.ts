import { posix } from 'node:path';
import { getProjects, type Tree } from '@nx/devkit';
import { projectNames } from '../../graph/plugin-modules';
import { defaultModule } from './default-module';
import { existingModules } from './existing-modules';
import { modulePathFault } from './module-path';
import { directoryFault, nameFault } from './refusals';
import { planRelease, type ReleasePlan } from './release-plan';
import type { NakamaPluginGeneratorOptions } from './schema';

/** Everything decided before the first file is written. */
export interface PluginPlan extends ReleasePlan {
  readonly name: string;
  /** The Nx project's name. */
  readonly project: string;
  /** Relative to the workspace root. */
  readonly directory: string;
  readonly module: string;
  readonly tags: readonly string[];
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

  const existing = await existingModules(tree);
  const module = options.module?.trim() ?? defaultModule(tree, directory, existing);
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

  const plugins = existing.filter(({ isPlugin }) => isPlugin);
  const names = projectNames(
    [...plugins, { dir: directory, path: module }].map(({ dir, path }) => ({ dir, modulePath: path })),
  );
  const project = names.get(directory) ?? name;
  refuseTakenProject(tree, project);

  return {
    name,
    project,
    directory,
    module,
    tags: tagsOf(options.tags),
    ...planRelease(tree, directory, options.release),
  };
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

/** Inference tells plugins of one name apart; a name that a project.json or package.json gives is taken. */
function refuseTakenProject(tree: Tree, project: string): void {
  const root = getProjects(tree).get(project)?.root;
  refuse(
    root && `there is an Nx project "${project}" in ${root}`,
    'The project name is taken',
    'choose another name',
  );
}

function tagsOf(tags: string | undefined): string[] {
  return (tags ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
