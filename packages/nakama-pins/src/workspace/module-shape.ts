import { RUNTIME_PACKAGE } from '../releases/nakama-modules';
import type { InitModuleDeclaration, ModuleKind } from './facts';
import { under } from './folders';
import type { SourcesReader } from './read-sources';

/** What a module is, by its own source. */
export interface ModuleShape {
  /** Undefined if it is neither: a tool, or a module without source. */
  readonly kind: ModuleKind | undefined;
  /** Folders of the packages that imports are followed from, relative to the module's. */
  readonly startFolders: readonly string[];
  readonly initModules: readonly InitModuleDeclaration[];
}

/**
 * A plugin module declares InitModule. One whose package main imports the runtime but does not declare it, or that
 * declares it outside package main, counts too: it is a plugin with a mistake. A library module has packages to import.
 *
 * @throws InputError if a .go file on the way can't be read
 */
export function moduleShape(sources: SourcesReader, dir: string): ModuleShape {
  const initModules = sources.initModules(dir);
  const declaring = initModules.filter((d) => d.packageName === 'main').map((d) => d.packageDir);
  if (declaring.length > 0) return { kind: 'plugin', startFolders: [...new Set(declaring)], initModules };
  const folders = sources.sourceFolders(dir);
  const isMain = (sub: string): boolean =>
    sources.filesOf(under(dir, sub)).some((f) => f.header.packageName === 'main');
  const mains = folders.filter(isMain);
  const importsRuntime = (sub: string): boolean =>
    sources.filesOf(under(dir, sub)).some((f) => f.header.imports.some((i) => i.path === RUNTIME_PACKAGE));
  if (initModules.some((d) => d.packageDir === '.') || mains.some(importsRuntime)) {
    return { kind: 'plugin', startFolders: mains, initModules };
  }
  const packages = folders.filter((sub) => !mains.includes(sub));
  return packages.length > 0
    ? { kind: 'library', startFolders: packages, initModules: [] }
    : { kind: undefined, startFolders: mains, initModules };
}
