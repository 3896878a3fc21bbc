import { posix } from 'node:path';
import type { ExistingModule } from 'nakama-pins/scaffold';
import { projectNames } from '../../graph/nakama-modules';
import { refuse } from '../../new-module/refuse';
import { words } from '../../workspace-config/words';

/**
 * The libraries that a comma-separated list names, by project name, folder or module path; each once, in its order.
 *
 * @throws Error for one that is not there, or that no plugin can import
 */
export function importedLibraries(
  imports: string | undefined,
  existing: readonly ExistingModule[],
): ExistingModule[] {
  const wanted = words(imports);
  const libraries = new Set(wanted.map((entry) => find(entry, existing)));
  libraries.forEach(refuseUnimportable);
  return [...libraries];
}

function find(entry: string, existing: readonly ExistingModule[]): ExistingModule {
  const names = projectNames(existing.map(({ dir, path }) => ({ dir, modulePath: path })));
  const module = existing.find(
    ({ dir, path }) => names.get(dir) === entry || dir === posix.normalize(entry) || path === entry,
  );
  const choices = [...names.values()].join(', ');
  refuse(
    module ? undefined : 'there is no Go module of this name, folder or path',
    `"${entry}" can't be imported`,
    choices === '' ? 'create it with nx g nakama-library' : `choose from ${choices}`,
  );
  return module as ExistingModule;
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
