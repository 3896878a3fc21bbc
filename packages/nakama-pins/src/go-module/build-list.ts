import { posix } from 'node:path';
import { byKey } from '../input/by-key';
import { compareGo } from './compare-go';
import type { GoMod, ReplaceDirective, RequireDirective } from './module-files';
import { longestPrefix } from './package-path';

/**
 * True if the go.mod lists every module that the build needs, so that its text is the selection
 * (graph pruning, go >= 1.17: https://go.dev/ref/mod#graph-pruning). A missing go line means go 1.16.
 */
export function isPruned(goMod: GoMod): boolean {
  return compareGo(goMod.go?.version ?? '1.16', '1.17') >= 0;
}

/** True if `go build` uses a vendor folder by itself: go >= 1.14 (https://go.dev/ref/mod#vendoring). */
export function usesVendorFolder(goMod: GoMod): boolean {
  return compareGo(goMod.go?.version ?? '1.16', '1.14') >= 0;
}

/** The replaces of a module. */
export const replacesOf = byKey(({ old }: ReplaceDirective) => old.path);

const replacesOfVersion = byKey(({ old }: ReplaceDirective) => `${old.path} ${old.version ?? ''}`);

/** The requirements of a module; Go wants one. */
export const requirementsOf = byKey(({ path }: RequireDirective) => path);

/** The requirement of a module that stands first. */
export function requirementOf(
  { require }: Pick<GoMod, 'require'>,
  path: string,
): RequireDirective | undefined {
  return requirementsOf(require, path)[0];
}

/** The requirement of the module that has a package, if go.mod lists one: that with the longest path. */
export function requirementFor(
  goMod: Pick<GoMod, 'require'>,
  packagePath: string,
): RequireDirective | undefined {
  return longestPrefix(packagePath, (path) => requirementOf(goMod, path));
}

/** The replace that applies to a module version: one that names the version wins over one for all versions. */
export function replaceFor(
  goMod: Pick<GoMod, 'replace'>,
  path: string,
  version?: string,
): ReplaceDirective | undefined {
  const ofVersion = (wanted: string): ReplaceDirective | undefined =>
    replacesOfVersion(goMod.replace, `${path} ${wanted}`)[0];
  return (version === undefined ? undefined : ofVersion(version)) ?? ofVersion('');
}

/** True if the right side of a replace is a folder. */
export function isLocalReplace(replace: ReplaceDirective): boolean {
  return replace.new.version === undefined;
}

/** The replaces by a folder whose path is relative, so that the folder belongs to the repository. */
export function localReplaces({ replace }: Pick<GoMod, 'replace'>): ReplaceDirective[] {
  return replace.filter((replaced) => isLocalReplace(replaced) && !posix.isAbsolute(replaced.new.path));
}

/** A folder as a replace in another folder's go.mod writes it: `../../lib`, `./lib`. Both relative to the same root. */
export function folderFrom(dir: string, folder: string): string {
  const path = posix.relative(dir, folder);
  return path.startsWith('..') ? path : `./${path}`;
}
