import { type Callee, PackageCalls } from '../go-module/find-calls';
import { GO_FILE_MAX_BYTES } from '../go-module/go-header';
import type { GoImport } from '../go-module/module-files';
import { distinct } from '../input/distinct';
import type { PluginOpening, SourcePackage } from './facts';
import type { Folders } from './folders';

interface Opener extends Omit<Callee, 'qualifier'> {
  readonly isPackage: (importPath: string) => boolean;
  /** What a file calls the package if its import gives no name. */
  readonly packageName: string;
}

/**
 * Funcs that open a plugin: Go's own (src/plugin/plugin.go), and that of Hiro, whose module is a shell around a plugin
 * that its makers build (github.com/heroiclabs/hiro: Init).
 */
const OPENERS: readonly Opener[] = [
  { isPackage: (path) => path === 'plugin', packageName: 'plugin', name: 'Open', argument: 0 },
  {
    isPackage: isHiro,
    packageName: 'hiro',
    name: 'Init',
    argument: 4,
  },
];

/** Whether a package is Hiro's, whose Init opens a plugin. */
export function isHiro(importPath: string): boolean {
  return /^github\.com\/heroiclabs\/hiro(?:\/v\d+)?$/.test(importPath);
}

/**
 * Where the packages of a plugin open others, in the order of files. Only files that import a package of an opener are
 * read in full.
 *
 * @throws InputError if such a file can't be read
 */
export function pluginOpenings(packages: Iterable<SourcePackage>, folders: Folders): PluginOpening[] {
  return [...packages].flatMap(({ files }) => {
    let calls: PackageCalls | undefined;
    return files.flatMap((source, index) =>
      // A file that imports a package twice has one and the same call.
      distinct(source.header.imports.flatMap(calleeOf)).flatMap((callee) => {
        calls ??= new PackageCalls(files.map(({ file }) => folders.text(file, GO_FILE_MAX_BYTES)));
        return calls.in(index, callee).map(
          ({ position, texts }): PluginOpening => ({
            source,
            position,
            call: `${callee.packageName}.${callee.name}`,
            paths: texts,
          }),
        );
      }),
    );
  });
}

/** The func of an opener that an import brings, as its file calls it. */
function calleeOf({ path, name }: GoImport): (Callee & { readonly packageName: string })[] {
  const opener = OPENERS.find(({ isPackage }) => isPackage(path));
  if (!opener || name === '_') return [];
  const { packageName, argument } = opener;
  return [{ packageName, name: opener.name, argument, qualifier: name ?? packageName }];
}
