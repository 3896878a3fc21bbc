import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildTarget, isCompiled } from '../../go-module/build-target';
import { readGoHeader } from '../../go-module/go-header';
import { isGoFile } from '../../go-module/package-files';
import { isInModule } from '../../go-module/package-path';
import { orUndefined } from '../../input/problem';
import type { PluginFacts } from '../../workspace/facts';

/** The packages of a module that the plugin's own source imports, sorted. */
export function ownImportsOf(module: string, { packages, goMod }: PluginFacts): string[] {
  const nested = goMod.require.filter(({ path }) => path !== module && isInModule(path, module));
  const imported = [...packages.values()].flatMap(({ files }) =>
    files.flatMap(({ header }) => header.imports.map(({ path }) => path)),
  );
  const isOfModule = (path: string): boolean =>
    isInModule(path, module) && !nested.some((other) => isInModule(path, other.path));
  return [...new Set(imported)].filter(isOfModule).sort();
}

/**
 * The packages that stand for a module of which none is named: its root, or all that can be imported where it has none.
 *
 * @param folder the module's source, absolute
 */
export function packagesOfModule(module: string, folder: string, targets: readonly BuildTarget[]): string[] {
  if (isImportable(folder, targets)) return [module];
  return subfolders(folder)
    .filter((sub) => isImportable(join(folder, sub), targets))
    .map((sub) => `${module}/${sub}`);
}

/** Whether a folder holds a package that a plugin may import. */
export function isImportable(folder: string, targets: readonly BuildTarget[]): boolean {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter(isGoFile).some((name) => {
    const header = orUndefined(() => readGoHeader(join(folder, name), name));
    return header && header.packageName !== 'main' && isCompiled({ name, header }, targets);
  });
}

/** Folders of packages that others may import, `/` between them; examples show, and are not used. */
function subfolders(folder: string, sub = ''): string[] {
  const names = readdirSync(join(folder, sub), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => !/^[_.]|^(?:internal|testdata|vendor|examples?)$/.test(name))
    .sort();
  return names.flatMap((name) => {
    const path = sub === '' ? name : `${sub}/${name}`;
    return [path, ...subfolders(folder, path)];
  });
}
