import { posix } from 'node:path';
import { findTopLevelFunc } from '../go-module/find-func';
import { GO_FILE_MAX_BYTES, parseGoHeader, readGoHeader } from '../go-module/go-header';
import type { GoFileHeader } from '../go-module/module-files';
import { isGoFile } from '../go-module/package-files';
import { longestPrefix } from '../go-module/package-path';
import type { InitModuleDeclaration, SourceFile, SourcePackage } from './facts';
import { type Folders, under } from './folders';
import { signatureOf } from './init-module-declarations';
import { packageFolders } from './package-folders';

/** A module whose source is in the workspace: the plugin itself or a local library module. */
export interface SourceModule {
  readonly path: string;
  readonly dir: string;
}

/** Reads headers of .go files, each folder once. */
export class SourcesReader {
  private readonly cache = new Map<string, readonly SourceFile[]>();
  /** Headers of files that were read in full for their declarations. */
  private readonly headers = new Map<string, GoFileHeader>();

  /** @param isRead which .go files there are, by their names; all but tests by default */
  constructor(
    private readonly folders: Folders,
    private readonly isRead: (name: string) => boolean = () => true,
  ) {}

  /**
   * The packages that the start packages reach within the given modules, by import path.
   * @throws InputError if a .go file on the way can't be read
   */
  reach(start: readonly string[], modules: readonly SourceModule[]): Map<string, SourcePackage> {
    const byPath = new Map([...modules].reverse().map((module) => [module.path, module]));
    const packages = new Map<string, SourcePackage>();
    const queue = [...start];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (packages.has(path)) continue;
      const dir = folderOf(path, byPath);
      const files = dir === undefined ? [] : this.filesOf(dir);
      if (files.length === 0) continue;
      packages.set(path, { importPath: path, files });
      for (const { header } of files) for (const imported of header.imports) queue.push(imported.path);
    }
    return packages;
  }

  /** InitModule declarations of a module: in its root folder, else in the folders below. */
  initModules(dir: string): InitModuleDeclaration[] {
    const found = this.declarations(dir, '.');
    if (found.some((d) => d.packageName === 'main')) return found;
    const below = this.foldersBelow(dir).flatMap((sub) => this.declarations(under(dir, sub), sub));
    return below.some((d) => d.packageName === 'main') ? below : [...found, ...below];
  }

  /** Folders of a module that have Go source, relative to it; its own first. */
  sourceFolders(dir: string): string[] {
    return [...(this.sourceNames(dir).length > 0 ? ['.'] : []), ...this.foldersBelow(dir)];
  }

  /** The non-test .go files of a folder. */
  filesOf(dir: string): readonly SourceFile[] {
    let files = this.cache.get(dir);
    if (!files) {
      files = this.sourceNames(dir).map((name) => {
        const file = under(dir, name);
        return {
          file,
          name,
          header: this.headers.get(file) ?? this.headerOf(file),
        };
      });
      this.cache.set(dir, files);
    }
    return files;
  }

  /** Whether a file of a folder's package main declares a func of the name. */
  declaresFunc(dir: string, name: string): boolean {
    return this.filesOf(dir).some(
      ({ file, header }) =>
        header.packageName === 'main' && findTopLevelFunc(this.textOf(file), name)?.receiver === false,
    );
  }

  /** From now on the file has another text. */
  changed(file: string): void {
    this.cache.delete(posix.dirname(file));
    this.headers.delete(file);
  }

  private headerOf(file: string): GoFileHeader {
    const planned = this.folders.plannedText(file);
    return planned === undefined
      ? readGoHeader(this.folders.absolute(file), file)
      : parseGoHeader(planned, file);
  }

  private textOf(file: string): string {
    return this.folders.text(file, GO_FILE_MAX_BYTES);
  }

  private declarations(dir: string, packageDir: string): InitModuleDeclaration[] {
    return this.sourceNames(dir).flatMap((name) => {
      const file = under(dir, name);
      const text = this.textOf(file);
      const declared = findTopLevelFunc(text, 'InitModule');
      if (!declared || declared.receiver) return [];
      const header = parseGoHeader(text, file);
      this.headers.set(file, header);
      const source = { file, name, header };
      const { position } = declared;
      return [
        {
          file,
          position,
          source,
          packageName: header.packageName,
          packageDir,
          ...signatureOf(declared, header),
        },
      ];
    });
  }

  private sourceNames(dir: string): string[] {
    const files = this.folders.list(dir)?.files ?? [];
    return files.filter((name) => isGoFile(name) && this.isRead(name));
  }

  /** Folders below a module's own that have Go source, relative to it. */
  private foldersBelow(dir: string): string[] {
    const below = [...packageFolders(this.folders, dir)];
    return below.filter((sub) => this.sourceNames(under(dir, sub)).length > 0);
  }
}

function folderOf(importPath: string, byPath: ReadonlyMap<string, SourceModule>): string | undefined {
  const module = longestPrefix(importPath, (path) => byPath.get(path));
  return module && under(module.dir, importPath.slice(module.path.length + 1) || '.');
}
