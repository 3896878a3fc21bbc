import { posix } from 'node:path';
import { isLocalReplace } from '../go-module/build-list';
import { parseGoMod } from '../go-module/go-mod';
import type { GoMod } from '../go-module/module-files';
import { InputError } from '../input/problem';
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
  readonly goMod: GoMod;
  /** It requires nakama-common, as every plugin does, or a module that does replaces a path by its folder. */
  readonly isNakama: boolean;
  /**
   * The package that a plugin of the workspace would import; undefined where the module holds none.
   *
   * @throws InputError where a .go file can't be read
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
    const goMod = goModOf(tree, file);
    return goMod?.module ? [{ dir: posix.dirname(file), path: goMod.module.path, goMod }] : [];
  });
  const requiring = modules.filter(({ goMod }) => goMod.require.some(({ path }) => path === NAKAMA_COMMON));
  const nakama = new Set(requiring.flatMap((module) => [module.dir, ...localFolders(module)]));
  return modules.map((module) => ({
    ...module,
    isNakama: nakama.has(module.dir),
    importable: () => importablePackage(tree, module),
  }));
}

/** The folders (relative to the workspace root) that a module's go.mod replaces paths by. */
export function localFolders({ goMod, dir }: Pick<ExistingModule, 'goMod' | 'dir'>): string[] {
  return goMod.replace
    .filter((replace) => isLocalReplace(replace) && !posix.isAbsolute(replace.new.path))
    .map((replace) => under(dir, replace.new.path));
}

function goModOf(tree: FileTree, file: string): GoMod | undefined {
  try {
    return parseGoMod(tree.read(file) ?? '', file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
