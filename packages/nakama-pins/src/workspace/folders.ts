import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join, posix } from 'node:path';

/** What a folder holds, each list sorted by code units. */
export interface FolderEntries {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Reads folders of a workspace once. Paths are relative to the root, with `/` separators; `.` is the root. */
export class Folders {
  private readonly cache = new Map<string, FolderEntries | undefined>();

  constructor(readonly root: string) {}

  /** The absolute path of a workspace-relative one. */
  absolute(path: string): string {
    return join(this.root, path);
  }

  /** Undefined where there is no such folder, or it can't be read. */
  list(dir: string): FolderEntries | undefined {
    if (!this.cache.has(dir)) this.cache.set(dir, this.read(dir));
    return this.cache.get(dir);
  }

  has(dir: string, file: string): boolean {
    return this.list(dir)?.files.includes(file) ?? false;
  }

  private read(dir: string): FolderEntries | undefined {
    let entries: Dirent[];
    try {
      entries = readdirSync(this.absolute(dir), { withFileTypes: true });
    } catch {
      return undefined;
    }
    const files: string[] = [];
    const folders: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) folders.push(entry.name);
      // Walks do not follow linked folders, as `./...` does not; a link to nowhere is a file that reading will refuse.
      else if (!entry.isSymbolicLink() || !this.leadsToFolder(dir, entry.name)) files.push(entry.name);
    }
    return { files: files.sort(), folders: folders.sort() };
  }

  private leadsToFolder(dir: string, name: string): boolean {
    try {
      return statSync(this.absolute(posix.join(dir, name))).isDirectory();
    } catch {
      return false;
    }
  }
}

/** The folder and those above it up to the root, nearest first; only itself where it lies outside the root. */
export function folderAndAncestors(dir: string): string[] {
  if (dir === '.' || dir.startsWith('..')) return [dir];
  const parts = dir.split('/');
  return [...parts.map((_, i) => parts.slice(0, parts.length - i).join('/')), '.'];
}

/** Joins workspace-relative paths: `under('.', 'go.mod')` is `go.mod`. */
export function under(dir: string, name: string): string {
  return posix.join(dir, name);
}
