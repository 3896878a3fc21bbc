import { posix } from 'node:path';
import { globAsync, type Tree } from '@nx/devkit';
import { type GoMod, InputError, parseGoMod } from 'nakama-pins';
import { isForeign } from 'nakama-pins/detect';
import { NAKAMA_COMMON } from './pinned-files';

/** A Go module of the workspace. */
export interface ExistingModule {
  /** Relative to the workspace root. */
  readonly dir: string;
  readonly path: string;
  readonly goMod: GoMod;
  /** It requires nakama-common, as every plugin does, or is reached by the replace of one that does. */
  readonly isNakama: boolean;
}

/** The workspace's own modules; a go.mod that can't be read says nothing here, `verify-pins` reports it. */
export async function existingModules(tree: Tree): Promise<ExistingModule[]> {
  const files = (await globAsync(tree, ['**/go.mod'])).filter((file) => !isForeign(file)).sort();
  const modules = files.flatMap((file) => {
    const goMod = goModOf(tree, file);
    return goMod?.module ? [{ dir: posix.dirname(file), path: goMod.module.path, goMod }] : [];
  });
  const requiring = modules.filter(({ goMod }) => goMod.require.some(({ path }) => path === NAKAMA_COMMON));
  const nakama = new Set(
    requiring.flatMap(({ dir, goMod }) => [dir, ...localReplaces(goMod, dir).map((local) => local.dir)]),
  );
  return modules.map((module) => ({ ...module, isNakama: nakama.has(module.dir) }));
}

/** A module path, and the folder (relative to the workspace root) that a go.mod replaces it by. */
export interface LocalReplace {
  readonly path: string;
  readonly dir: string;
}

/** @param dir the folder of the go.mod */
export function localReplaces(goMod: GoMod, dir: string): LocalReplace[] {
  return goMod.replace
    .filter((replace) => /^\.\.?(?:\/|$)/.test(replace.new.path))
    .map((replace) => ({ path: replace.old.path, dir: posix.join(dir, replace.new.path) }));
}

function goModOf(tree: Tree, file: string): GoMod | undefined {
  try {
    return parseGoMod(tree.read(file, 'utf-8') ?? '', file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
