import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readGoHeader } from '../go-module/go-header';
import { type ListedImport, listImports, type ModuleImports } from '../go-module/import-list';
import type { GoSum } from '../go-module/module-files';
import { isGoFile } from '../go-module/package-files';
import { groupBy } from '../input/group-by';
import { type CompileOptions, listPackages, type RunGoIn } from './compiled-packages';

/** A package of another module that the server lacks, as Go found it. */
export interface ForeignPackage {
  /** The module that its source is from: its replacement if there is one. */
  readonly module: { readonly path: string; readonly version: string };
  /** Its folder in the module; `.` for the root. */
  readonly folder: string;
  /** Its source, absolute. */
  readonly dir: string;
}

/**
 * The packages outside the standard library that a module links, the server lacks, and whose source comes from a version
 * of another module.
 *
 * @returns undefined if Go can't find all packages
 */
export async function foreignPackages(
  options: CompileOptions,
  isLinkedByServer: (packagePath: string) => boolean,
  run: RunGoIn,
): Promise<ForeignPackage[] | undefined> {
  const listed = await listPackages(options, run);
  return listed?.flatMap(({ ImportPath, Dir, Standard, Module }): ForeignPackage[] => {
    if (Standard || !Module || Dir === undefined || isLinkedByServer(ImportPath)) return [];
    const { Path, Version } = Module.Replace ?? Module;
    if (Version === undefined) return [];
    const folder = ImportPath.slice(Module.Path.length + 1) || '.';
    return [{ module: { path: Path, version: Version }, folder, dir: Dir }];
  });
}

/** Reads what packages import; modules for which go.sum has no hash are left out. */
export function importsOfSource(
  packages: readonly ForeignPackage[],
  goSum: GoSum | undefined,
): ModuleImports[] {
  const byModule = groupBy(packages, ({ module }) => `${module.path}@${module.version}`);
  return [...byModule.values()].flatMap((group) => {
    const [{ module }] = group as [ForeignPackage];
    const sum = goSum?.linesOf(module.path, module.version).find(({ goModOnly }) => !goModOnly)?.hash;
    if (sum === undefined) return [];
    const packagesOf = group.map(({ folder, dir }) => [folder, importsIn(dir)] as const);
    return [{ ...module, sum, packages: Object.fromEntries(packagesOf) }];
  });
}

/** What the .go files of a folder import. */
export function importsIn(dir: string): ListedImport[] {
  const names = readdirSync(dir).filter(isGoFile);
  return listImports(names.map((name) => ({ name, header: readGoHeader(join(dir, name), name) })));
}
