import { posix } from 'node:path';
import { longestPrefix } from '../go-module/package-path';
import { type Folders, isInside, under } from './folders';
import { packageFolders } from './package-folders';
import type { FolderScan } from './scan-folder';

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

/** What the sources of a folder name; null if it has none. */
export type ScanOf = (dir: string) => FolderScan | null;

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
  const withHeaders = new Set<string>();
  /** A header names others; those of its neighbours count, too: which of them it reads makes no difference worth a scan. */
  const addRead = (path: string): void => {
    reads.add(path);
    const folder = posix.dirname(path);
    if (!isInside(folder) || withHeaders.has(folder) || !workspace.has(folder, posix.basename(path))) return;
    withHeaders.add(folder);
    for (const next of scanOf(folder)?.sources.reads ?? []) addRead(posix.join(folder, next));
  };
  const own = ['.', ...packageFolders(workspace, dir)];
  const queue = own.map((sub) => ({ folder: under(dir, sub), withTests: true }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { folder, withTests } = next;
    if (visited.has(folder)) continue;
    // What is scanned is asked of the folders, too: they note what the answer rests on.
    const scan = workspace.list(folder) && scanOf(folder);
    if (!scan) continue;
    visited.add(folder);
    for (const { imports, embeds: patterns, reads: paths } of withTests
      ? [scan.sources, scan.tests]
      : [scan.sources]) {
      for (const pattern of patterns ?? []) embeds.push({ folder, pattern });
      for (const path of paths ?? []) addRead(posix.join(folder, path));
      for (const path of imports ?? []) {
        const target = folderOf(path, moduleFolders, workspace);
        if (target !== undefined) queue.push({ folder: target, withTests: false });
      }
    }
  }
  return { folders: [...visited].sort(), embeds, reads: [...reads].sort() };
}

function folderOf(importPath: string, folders: ModuleFolders, workspace: Folders): string | undefined {
  return longestPrefix(importPath, (path) => {
    if (!folders.has(path)) return undefined;
    const dir = folders.get(path);
    return {
      folder: dir === undefined ? undefined : folderIn(dir, importPath.slice(path.length + 1), workspace),
    };
  })?.folder;
}

/** Undefined where a go.mod on the way begins another module: its packages are not of this one. */
function folderIn(dir: string, sub: string, workspace: Folders): string | undefined {
  if (sub === '') return dir;
  for (let end = sub.length; end > 0; end = sub.lastIndexOf('/', end - 1))
    if (workspace.has(under(dir, sub.slice(0, end)), 'go.mod')) return undefined;
  return under(dir, sub);
}
