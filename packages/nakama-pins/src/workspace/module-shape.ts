import { RUNTIME_PACKAGE } from '../releases/nakama-modules';
import type { InitModuleDeclaration, ModuleKind } from './facts';
import { under } from './folders';
import type { SourcesReader } from './read-sources';

/** What a module's own source says it is. */
export interface ModuleShape {
  /** Undefined where it is neither: a tool, or a module without source. */
  readonly kind: ModuleKind | undefined;
  /** Folders of the packages that imports are followed from, relative to the module's. */
  readonly startFolders: readonly string[];
  readonly initModules: readonly InitModuleDeclaration[];
}

/**
 * A plugin declares InitModule. A package main that imports the runtime without it, and an InitModule outside package
 * main, count too: they are plugins with a mistake. A library has packages for others to import.
 *
 * @throws InputError where a .go file on the way can't be read
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
