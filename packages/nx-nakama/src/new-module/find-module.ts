import { posix } from 'node:path';
import { getProjects, type Tree } from '@nx/devkit';
import type { ExistingModule } from 'nakama-pins/scaffold';
import { projectNames } from '../graph/nakama-modules';
import { refuse } from './refuse';

/**
 * The module that a word names: by its project, its folder or its module path.
 *
 * @param what begins the message of a refusal: `"score" can't be imported`
 * @throws Error with all that there are, if there is none
 */
export function findModule(
  tree: Tree,
  entry: string,
  existing: readonly ExistingModule[],
  what: string,
): ExistingModule {
  const names = projectNames(existing.map(({ dir, path }) => ({ dir, modulePath: path })));
  const named = getProjects(tree).get(entry)?.root;
  const dir = posix.normalize(entry).replace(/(?<=.)\/$/, '');
  const module =
    existing.find((other) => other.dir === named) ??
    existing.find((other) => names.get(other.dir) === entry || other.dir === dir || other.path === entry);
  const choices = [...names.values()].join(', ');
  refuse(
    module ? undefined : 'there is no Go module of this name, folder or path',
    what,
    choices === '' ? 'create it with nx g nakama-library' : `choose from ${choices}`,
  );
  return module as ExistingModule;
}

/**
 * The libraries that words name, each once, in their order.
 *
 * @throws Error for one that is not there, or that no plugin can import
 */
export function findLibraries(
  tree: Tree,
  entries: readonly string[],
  existing: readonly ExistingModule[],
): ExistingModule[] {
  const libraries = new Set(
    entries.map((entry) => findModule(tree, entry, existing, `"${entry}" can't be imported`)),
  );
  libraries.forEach(refuseUnimportable);
  return [...libraries];
}

function refuseUnimportable(module: ExistingModule): void {
  const found = module.importable();
  const what = `${module.dir} can't be imported`;
  refuse(found ? undefined : 'it holds no Go package', what, 'write the package first');
  refuse(
    found?.packageName === 'main' ? 'it is a program or plugin (package main)' : undefined,
    what,
    'move what is shared into a library: nx g nakama-library',
  );
}
