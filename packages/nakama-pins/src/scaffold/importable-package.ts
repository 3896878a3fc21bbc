import { posix } from 'node:path';
import { findTopLevelFunc } from '../go-module/find-func';
import { parseGoHeader } from '../go-module/go-header';
import { under } from '../workspace/folders';
import { isForeign } from '../workspace/foreign-folders';
import type { FileTree } from './file-tree';

/** The package of a module that a new plugin imports. */
export interface ImportablePackage {
  readonly importPath: string;
  /** `main` where the module is a program or a plugin: no other package may import it. */
  readonly packageName: string;
  /** It exports `Decode(payload string, target interface{}) error`, as generated libraries do. */
  readonly canDecode: boolean;
}

/**
 * The package at the module's root, else the first below it that other modules may import; undefined if there is
 * none.
 *
 * @throws InputError if a .go file on the way can't be read
 */
export function importablePackage(
  tree: FileTree,
  module: { readonly dir: string; readonly path: string },
): ImportablePackage | undefined {
  return firstPackage(tree, module.dir, module.path);
}

function firstPackage(tree: FileTree, folder: string, importPath: string): ImportablePackage | undefined {
  const entries = [...tree.children(folder)].sort();
  const files = entries.filter((name) => name.endsWith('.go') && !/^[_.]|_test\.go$/.test(name));
  if (files.length > 0) return packageOf(tree, folder, files, importPath);
  for (const name of entries) {
    if (isClosed(name) || tree.isFile(under(folder, name))) continue;
    const found = firstPackage(tree, under(folder, name), posix.join(importPath, name));
    if (found && found.packageName !== 'main') return found;
  }
  return undefined;
}

/** Folders that Go passes over, and `internal`, which no other module may import from. */
function isClosed(folder: string): boolean {
  return /^[_.]/.test(folder) || folder === 'internal' || isForeign(folder);
}

function packageOf(
  tree: FileTree,
  folder: string,
  names: readonly string[],
  importPath: string,
): ImportablePackage {
  const files = names
    .map((name) => under(folder, name))
    .map((file) => ({ file, text: tree.read(file) ?? '' }));
  const [first = ''] = files.map(({ file, text }) => parseGoHeader(text, file).packageName);
  return { importPath, packageName: first, canDecode: files.some(({ text }) => declaresDecode(text)) };
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
