import { posix } from 'node:path';
import { localReplaces } from '../go-module/build-list';
import { parseGoMod } from '../go-module/go-mod';
import type { GoMod } from '../go-module/module-files';
import { orUndefined } from '../input/problem';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import { under } from '../workspace/folders';
import { isForeign } from '../workspace/foreign-folders';
import type { FileTree } from './file-tree';
import { type ImportablePackage, importablePackage } from './importable-package';

/** A Go module of the workspace, as its go.mod has it. */
export interface ExistingModule {
  /** Relative to the workspace root, `.` for the root. */
  readonly dir: string;
  /** The module path. */
  readonly path: string;
  /** What its go.mod requires, in the file's order. */
  readonly requires: readonly { readonly path: string; readonly version: string }[];
  /** The folders (relative to the workspace root) that its go.mod replaces paths by. */
  readonly localFolders: readonly string[];
  /** It requires nakama-common, as every plugin does, or a module that does replaces a path by its folder. */
  readonly isNakama: boolean;
  /**
   * The package that a plugin of the workspace would import; undefined if the module holds none.
   *
   * @throws InputError if a .go file can't be read
   */
  importable(): ImportablePackage | undefined;
}

/**
 * The Go modules of a workspace, sorted by folder. Folders that hold no module of the workspace's own (`vendor`,
 * `node_modules`, `testdata`) are left out, and so is a go.mod that can't be read: verifying it says what is wrong.
 *
 * @param files the go.mod files of the workspace, relative to its root
 * @example
 * const modules = readModules(tree, ['plugins/arena/go.mod', 'libs/score/go.mod']);
 * const taken = modules.some(({ path }) => path === 'example.com/game/arena');
 */
export function readModules(tree: FileTree, files: readonly string[]): ExistingModule[] {
  const own = files.filter((file) => !isForeign(file)).sort();
  const modules = own.flatMap((file) => {
    const goMod = orUndefined(() => parseGoMod(tree.read(file) ?? '', file));
    const dir = posix.dirname(file);
    if (!goMod?.module) return [];
    const { module, require: requires } = goMod;
    return [{ dir, path: module.path, requires, localFolders: localFolders(goMod, dir) }];
  });
  const requiring = modules.filter(({ requires }) => requires.some(({ path }) => path === NAKAMA_COMMON));
  const nakama = new Set(requiring.flatMap((module) => [module.dir, ...module.localFolders]));
  return modules.map((module) => ({
    ...module,
    isNakama: nakama.has(module.dir),
    importable: () => importablePackage(tree, module),
  }));
}

function localFolders(goMod: GoMod, dir: string): string[] {
  return localReplaces(goMod).map((replaced) => under(dir, replaced.new.path));
}
