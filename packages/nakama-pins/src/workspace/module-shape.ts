import { fitsPlugins } from '../go-module/build-target';
import { RUNTIME_PACKAGE } from '../releases/nakama-modules';
import type { InitModuleDeclaration, ModuleKind, SourceFile } from './facts';
import { under } from './folders';
import type { SourcesReader } from './read-sources';

/** What a module is, by its own source. */
export interface ModuleShape {
  /** Undefined if it is neither: a program, or a module without source. */
  readonly kind: ModuleKind | undefined;
  /** Folders of the packages that imports are followed from, relative to the module's. */
  readonly startFolders: readonly string[];
  readonly initModules: readonly InitModuleDeclaration[];
}

/**
 * A plugin module declares InitModule in a package main. One that is meant to be a plugin counts too: it is a plugin
 * with a mistake. A library module has packages to import; a program has none that another module may import.
 *
 * @param isUsed a plugin has the module in place of a dependency: then only InitModule in a package main makes a plugin
 * @throws InputError if a .go file on the way can't be read
 */
export function moduleShape(sources: SourcesReader, dir: string, isUsed = false): ModuleShape {
  const initModules = sources.initModules(dir);
  const declaring = initModules.filter((d) => d.packageName === 'main').map((d) => d.packageDir);
  if (declaring.length > 0) return { kind: 'plugin', startFolders: [...new Set(declaring)], initModules };
  const folders = sources.sourceFolders(dir);
  const isMain = (sub: string): boolean => sources.filesOf(under(dir, sub)).some(isOfMain);
  const mains = folders.filter(isMain);
  if (!isUsed && isMeantAsPlugin(sources, dir, { initModules, mains }))
    return { kind: 'plugin', startFolders: mains, initModules };
  const ofMains = new Set(mains);
  const packages = folders.filter((sub) => !ofMains.has(sub));
  const importable = packages.filter((sub) => mains.length === 0 || !sub.split('/').includes('internal'));
  return importable.length > 0
    ? { kind: 'library', startFolders: packages, initModules: [] }
    : { kind: undefined, startFolders: mains, initModules };
}

/**
 * InitModule stands in the module's own folder or beside a package main, but in another package; or a package main that
 * knows the server has no `func main`, which every program has.
 */
function isMeantAsPlugin(
  sources: SourcesReader,
  dir: string,
  {
    initModules,
    mains,
  }: { readonly initModules: ModuleShape['initModules']; readonly mains: readonly string[] },
): boolean {
  const compiled = mains.filter((sub) =>
    sources.filesOf(under(dir, sub)).some((f) => isOfMain(f) && fitsPlugins(f)),
  );
  if (initModules.some((d) => d.packageDir === '.') || (initModules.length > 0 && compiled.length > 0))
    return true;
  const knowsServer = (sub: string): boolean =>
    sources.filesOf(under(dir, sub)).some((f) => f.header.imports.some((i) => i.path === RUNTIME_PACKAGE));
  return mains.some((sub) => knowsServer(sub) && !sources.declaresFunc(under(dir, sub), 'main'));
}

function isOfMain({ header }: SourceFile): boolean {
  return header.packageName === 'main';
}
