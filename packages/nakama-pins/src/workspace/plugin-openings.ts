import { type Callee, findCalls } from '../go-module/find-calls';
import { GO_FILE_MAX_BYTES } from '../go-module/go-header';
import type { PluginOpening, SourceFile, SourcePackage } from './facts';
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
  const text = ({ file }: SourceFile): string => folders.text(file, GO_FILE_MAX_BYTES);
  return [...packages].flatMap(({ files }) =>
    files.flatMap((source) =>
      source.header.imports.flatMap(({ path, name }): PluginOpening[] => {
        const opener = OPENERS.find(({ isPackage }) => isPackage(path));
        if (!opener || name === '_') return [];
        const callee = { ...opener, qualifier: name ?? opener.packageName };
        const others = files.filter((other) => other !== source).map(text);
        return findCalls(text(source), callee, others).map(({ position, texts }) => ({
          source,
          position,
          call: `${opener.packageName}.${opener.name}`,
          paths: texts,
        }));
      }),
    ),
  );
}
