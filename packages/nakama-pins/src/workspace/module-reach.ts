import { posix } from 'node:path';
import { longestPrefix } from '../go-module/package-path';
import { type Folders, under } from './folders';
import { packageFolders } from './package-folders';
import { isScanned, type SourceScan } from './scan-source';

/** What a module is made from besides its dependencies. Paths are relative to the workspace root. */
export interface ModuleReach {
  /** Folders of packages: the module's own, and those of local modules that they import; sorted. */
  readonly folders: readonly string[];
  /** Patterns of `//go:embed`, each with the folder that it starts from. */
  readonly embeds: readonly Embed[];
  /** Files and folders that C code names. */
  readonly reads: readonly string[];
}

/** One pattern of `//go:embed`. */
export interface Embed {
  readonly folder: string;
  readonly pattern: string;
}

/** What is known of a source file; undefined if it can't be read. */
export type ScanOf = (file: string) => SourceScan | undefined;

/** Where a module finds packages: module path -> folder; undefined where the module is a published one. */
export type ModuleFolders = ReadonlyMap<string, string | undefined>;

/**
 * Follows the imports of all packages and tests of a module to those of local modules, and on from there by the replaces
 * of this one, as Go counts those of the main module alone (https://go.dev/ref/mod#go-mod-file-replace).
 *
 * @param dir the module's folder
 */
export function moduleReach(
  dir: string,
  moduleFolders: ModuleFolders,
  workspace: Folders,
  scanOf: ScanOf,
): ModuleReach {
  const visited = new Set<string>();
  const embeds: Embed[] = [];
  const reads = new Set<string>();
  const own = ['.', ...packageFolders(workspace, dir)];
  const queue = own.map((sub) => ({ folder: under(dir, sub), withTests: true }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { folder, withTests } = next;
    if (visited.has(folder)) continue;
    const sources = (workspace.list(folder)?.files ?? []).filter(isScanned);
    if (sources.length === 0) continue;
    visited.add(folder);
    for (const name of sources) {
      if (!withTests && name.endsWith('_test.go')) continue;
      const scan = scanOf(under(folder, name));
      for (const pattern of scan?.embeds ?? []) embeds.push({ folder, pattern });
      for (const path of scan?.reads ?? []) reads.add(posix.join(folder, path));
      for (const path of scan?.imports ?? []) {
        const target = folderOf(path, moduleFolders);
        if (target !== undefined) queue.push({ folder: target, withTests: false });
      }
    }
  }
  return { folders: [...visited].sort(), embeds, reads: [...reads].sort() };
}

function folderOf(importPath: string, folders: ModuleFolders): string | undefined {
  return longestPrefix(importPath, (path) => {
    if (!folders.has(path)) return undefined;
    const dir = folders.get(path);
    return { folder: dir === undefined ? undefined : under(dir, importPath.slice(path.length + 1) || '.') };
  })?.folder;
}
