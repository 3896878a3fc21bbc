import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import { findTopLevelFunc, parseGoHeader } from 'nakama-pins';
import { projectNames } from '../../../graph/nakama-modules';
import type { ExistingModule } from '../../../new-module/existing-modules';
import { refuse } from '../../../new-module/refuse';

/** A library module of the workspace, and the package of it that a plugin imports. */
export interface ImportedLibrary extends ExistingModule {
  readonly importPath: string;
  readonly packageName: string;
  /** It exports `Decode(payload string, target interface{}) error`, as generated libraries do. */
  readonly canDecode: boolean;
}

/**
 * The libraries that a comma-separated list names, by project name, folder or module path; each once, in its order.
 *
 * @throws Error for one that is not there, or that no plugin can import
 */
export function importedLibraries(
  tree: Tree,
  imports: string | undefined,
  existing: readonly ExistingModule[],
): ImportedLibrary[] {
  const wanted = (imports ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const libraries = wanted.map((entry) => describe(tree, find(entry, existing)));
  return libraries.filter(({ dir }, i) => libraries.findIndex((other) => other.dir === dir) === i);
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

function describe(tree: Tree, module: ExistingModule): ImportedLibrary {
  const found = firstPackage(tree, module.dir);
  const what = `${module.dir} can't be imported`;
  refuse(found ? undefined : 'it holds no Go package', what, 'write the package first');
  refuse(
    found?.packageName === 'main' ? 'it is a program or plugin (package main)' : undefined,
    what,
    'move what is shared into a library: nx g nakama-library',
  );
  const { sub = '.', packageName = '', canDecode = false } = found ?? {};
  return { ...module, importPath: posix.join(module.path, sub), packageName, canDecode };
}

interface FoundPackage {
  /** Relative to the module's folder. */
  readonly sub: string;
  readonly packageName: string;
  readonly canDecode: boolean;
}

/** The package at the module's root, else the first below it that other modules may import. */
function firstPackage(tree: Tree, dir: string, sub = '.'): FoundPackage | undefined {
  const folder = posix.join(dir, sub);
  const entries = tree.children(folder).sort();
  const files = entries.filter((name) => name.endsWith('.go') && !/^[_.]|_test\.go$/.test(name));
  if (files.length > 0) return packageOf(tree, folder, files, sub);
  for (const name of entries) {
    const isForeign = /^[_.]|^(?:internal|vendor|testdata|node_modules)$/.test(name);
    if (isForeign || tree.isFile(posix.join(folder, name))) continue;
    const found = firstPackage(tree, dir, posix.join(sub, name));
    if (found && found.packageName !== 'main') return found;
  }
  return undefined;
}

function packageOf(tree: Tree, folder: string, files: readonly string[], sub: string): FoundPackage {
  const texts = files
    .map((name) => posix.join(folder, name))
    .map((file) => ({
      file,
      text: tree.read(file, 'utf-8') ?? '',
    }));
  const [first] = texts.map(({ file, text }) => parseGoHeader(text, file).packageName);
  return { sub, packageName: first ?? '', canDecode: texts.some(({ text }) => declaresDecode(text)) };
}

function declaresDecode(text: string): boolean {
  const declared = findTopLevelFunc(text, 'Decode');
  if (!declared || declared.receiver || declared.typeParams) return false;
  const types = declared.params.flatMap((p) => Array<string>(Math.max(1, p.names.length)).fill(p.typeText));
  return (
    types.length === 2 &&
    types[0] === 'string' &&
    /^(?:any|interface ?\{ ?\})$/.test(types[1] ?? '') &&
    declared.results.join() === 'error'
  );
}
