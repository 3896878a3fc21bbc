import { posix } from 'node:path';
import { getProjects, globAsync, type Tree } from '@nx/devkit';
import { type ExistingModule, nameFault, planModulePath, readModules } from 'nakama-pins/scaffold';
import { projectNames } from '../graph/nakama-modules';
import { fileTree } from '../workspace-config/file-tree';
import { typedRelease } from '../workspace-config/typed-release';
import { words } from '../workspace-config/words';
import { directoryFault } from './directory-fault';
import { ownTargets } from './own-targets';
import { refuse } from './refuse';
import { planRelease, type ReleasePlan } from './release-plan';

/** Options that every generator of a Go module has. */
export interface NewModuleOptions {
  readonly name: string;
  /** Relative to the workspace root. */
  readonly directory?: string;
  /** The module path of go.mod. */
  readonly module?: string;
  /** The workspace's unless given. */
  readonly release?: string;
  /** Comma-separated. */
  readonly tags?: string;
}

/** What the generators make. */
export interface ModuleSort {
  readonly noun: 'plugin' | 'library';
  /** The folder that holds them unless another is given. */
  readonly home: string;
  /** Why two of them can't have one module path. */
  readonly twinFault: string;
  /** A name like those it takes. */
  readonly examples: string;
}

/** Everything decided before the first file is written. */
export interface ModulePlan extends ReleasePlan {
  readonly name: string;
  /** The Nx project's name. */
  readonly project: string;
  /** Relative to the workspace root. */
  readonly directory: string;
  readonly module: string;
  readonly tags: readonly string[];
  /** The names of its Nx targets. */
  readonly targets: ReturnType<typeof ownTargets>;
  /** The modules that are there. */
  readonly existing: readonly ExistingModule[];
}

/**
 * Decides what is generated, or refuses with what is wrong and how to fix it.
 *
 * @throws Error for a bad name, folder or module path, for a folder, project or module path that is taken
 * @throws InputError for an unknown release
 */
export async function planModule(
  tree: Tree,
  options: NewModuleOptions,
  { noun, home, twinFault, examples }: ModuleSort,
): Promise<ModulePlan> {
  const name = options.name.trim();
  refuse(nameFault(name), `"${name}" can't be the name of a ${noun}`, `take a name like ${examples}`);

  const asGiven = options.directory ?? `${home}/${name}`;
  refuse(
    directoryFault(asGiven),
    `"${asGiven}" can't be a ${noun}'s folder`,
    `take one like ${home}/${name}`,
  );
  const directory = posix.normalize(asGiven).replace(/\/$/, '');
  refuseTakenFolder(tree, directory, noun);

  const files = fileTree(tree);
  const existing = readModules(files, await globAsync(tree, ['**/go.mod']));
  const { path: module, fault } = planModulePath(files, {
    asked: options.module,
    directory,
    existing,
    rootName: posix.basename(tree.root.replaceAll('\\', '/')),
  });
  refuse(
    fault,
    `"${module}" can't be a module path`,
    `give one with --module, like example.com/game/${name}`,
  );
  const twin = existing.find(({ path }) => path === module);
  refuse(
    twin && `${twin.dir}/go.mod has it, and ${twinFault}`,
    `The module path ${module} is taken`,
    'give another with --module',
  );

  const named = existing.filter(({ isNakama }) => isNakama);
  const names = projectNames(
    [...named, { dir: directory, path: module }].map(({ dir, path }) => ({ dir, modulePath: path })),
  );
  const project = names.get(directory) ?? name;
  refuseTakenProject(tree, project);

  return {
    name,
    project,
    directory,
    module,
    existing,
    targets: ownTargets(tree),
    tags: words(options.tags),
    ...planRelease(tree, directory, typedRelease(options.release)),
  };
}

/** @throws Error if the folder, or a file on the way to it, is there */
export function refuseTakenFolder(tree: Tree, directory: string, noun: string): void {
  const folders = directory.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
  const file = folders.find((folder) => tree.exists(folder) && tree.isFile(folder));
  const what = `The ${noun} can't be created in ${directory}`;
  refuse(file && `${file} is a file`, what, 'choose another folder with --directory');
  refuse(
    tree.children(directory).length > 0 ? 'it exists and is not empty' : undefined,
    what,
    'choose another name or --directory, or remove the folder',
  );
}

/** Inference tells modules of one name apart; a name that a project.json or package.json gives is taken. */
export function refuseTakenProject(tree: Tree, project: string): void {
  const root = getProjects(tree).get(project)?.root;
  refuse(
    root && `there is an Nx project "${project}" in ${root}`,
    'The project name is taken',
    'choose another name',
  );
}
