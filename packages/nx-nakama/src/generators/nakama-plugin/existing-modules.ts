import { posix } from 'node:path';
import { globAsync, type Tree } from '@nx/devkit';
import { type GoMod, InputError, parseGoMod } from 'nakama-pins';
import { isForeign } from '../../graph/plugin-modules';
import { NAKAMA_COMMON } from './pinned-files';

/** A Go module of the workspace. */
export interface ExistingModule {
  /** Relative to the workspace root. */
  readonly dir: string;
  readonly path: string;
  /** Requires nakama-common, as every plugin does. */
  readonly isPlugin: boolean;
}

/** The workspace's own modules; a go.mod that can't be read says nothing here, `verify-pins` reports it. */
export async function existingModules(tree: Tree): Promise<ExistingModule[]> {
  const files = (await globAsync(tree, ['**/go.mod'])).filter((file) => !isForeign(file)).sort();
  return files.flatMap((file) => {
    const goMod = goModOf(tree, file);
    if (!goMod?.module) return [];
    const isPlugin = goMod.require.some(({ path }) => path === NAKAMA_COMMON);
    return [{ dir: posix.dirname(file), path: goMod.module.path, isPlugin }];
  });
}

function goModOf(tree: Tree, file: string): GoMod | undefined {
  try {
    return parseGoMod(tree.read(file, 'utf-8') ?? '', file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
