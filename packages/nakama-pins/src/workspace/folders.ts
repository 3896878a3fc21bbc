import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import { readTextFile } from '../input/read-text';

/** What a folder holds, each list sorted by code units. */
export interface FolderEntries {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Reads folders of a workspace once. Paths are relative to the root, with `/` separators; `.` is the root. Planned
 * texts override those on the disk.
 */
export class Folders {
  private readonly cache = new Map<string, FolderEntries | undefined>();
  private readonly planned = new Map<string, string>();
  private readonly links = new Map<string, string>();
  /** Planned files that are not on the disk. */
  private readonly added: string[] = [];

  constructor(readonly root: string) {}

  /** The absolute path of a workspace-relative one. */
  absolute(path: string): string {
    return isPlainPath(path) ? `${this.root}${sep}${path}` : join(this.root, path);
  }

  /** Undefined if there is no such folder, or it can't be read. */
  list(dir: string): FolderEntries | undefined {
    if (!this.cache.has(dir)) this.cache.set(dir, this.read(dir));
    return this.cache.get(dir);
  }

  has(dir: string, file: string): boolean {
    return this.list(dir)?.files.includes(file) ?? false;
  }

  /**
   * Where links lead, relative to the root; the folder itself if it is not there.
   *
   * @param folder relative to the root, or absolute
   */
  real(folder: string): string {
    const known = this.links.get(folder);
    if (known !== undefined) return known;
    const real = this.resolve(folder);
    this.links.set(folder, real);
    return real;
  }

  /** From now on the file has this text, also if the disk has another. */
  plan(file: string, text: string): void {
    const dir = posix.dirname(file);
    if (!this.has(dir, posix.basename(file))) {
      this.added.push(file);
      for (const folder of folderAndAncestors(dir)) this.cache.delete(folder);
    }
    this.planned.set(file, text);
  }

  /** The text that was planned for a file. */
  plannedText(file: string): string | undefined {
    return this.planned.get(file);
  }

  /** @throws InputError as `readTextFile` */
  text(file: string, maxBytes: number): string {
    return this.planned.get(file) ?? readTextFile(this.absolute(file), file, { maxBytes });
  }

  private read(dir: string): FolderEntries | undefined {
    const planned = this.plannedIn(dir);
    let entries: Dirent[];
    try {
      entries = readdirSync(this.absolute(dir), { withFileTypes: true });
    } catch {
      if (planned.files.length + planned.folders.length === 0) return undefined;
      entries = [];
    }
    const files = [...planned.files];
    const folders = [...planned.folders];
    for (const entry of entries) {
      if (entry.isDirectory()) folders.push(entry.name);
      // Linked folders are not followed, as by `./...`; a broken link counts as a file, which then can't be read.
      else if (!entry.isSymbolicLink() || !this.leadsToFolder(dir, entry.name)) files.push(entry.name);
    }
    return { files: unique(files), folders: unique(folders) };
  }

  private resolve(folder: string): string {
    try {
      const real = realpathSync(isAbsolute(folder) ? folder : this.absolute(folder));
      const path = relative(realpathSync(this.root), real);
      return path === '' ? '.' : path.split(sep).join('/');
    } catch {
      return folder;
    }
  }

  private plannedIn(dir: string): FolderEntries {
    const below = this.added
      .map((file) => posix.relative(dir, file).split('/'))
      .filter(([first]) => first !== '..');
    const names = (isFolder: boolean): string[] =>
      below.flatMap(([name, ...rest]) => (name !== undefined && rest.length > 0 === isFolder ? [name] : []));
    return { files: names(false), folders: names(true) };
  }

  private leadsToFolder(dir: string, name: string): boolean {
    try {
      return statSync(this.absolute(posix.join(dir, name))).isDirectory();
    } catch {
      return false;
    }
  }
}

function unique(names: string[]): string[] {
  const sorted = names.sort();
  return sorted.filter((name, i) => name !== sorted[i - 1]);
}

/** The folder and those above it up to the root, nearest first; only itself if it is outside the root. */
export function folderAndAncestors(dir: string): string[] {
  if (dir === '.' || dir.startsWith('..')) return [dir];
  const folders = [dir];
  for (let end = dir.lastIndexOf('/'); end > 0; end = dir.lastIndexOf('/', end - 1))
    folders.push(dir.slice(0, end));
  folders.push('.');
  return folders;
}

/**
 * Whether a path, relative to the root, stays in it.
 *
 * @example
 * isInside('../elsewhere'); // false
 */
export function isInside(path: string): boolean {
  return path !== '..' && !path.startsWith('../') && !isAbsolute(path);
}

/**
 * Whether a path, relative to the root, is a folder or in it.
 *
 * @example
 * isIn('plugins/arena/main.go', 'plugins'); // true
 */
export function isIn(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Joins workspace-relative paths: `under('.', 'go.mod')` is `go.mod`. */
export function under(dir: string, name: string): string {
  // Most are plain names, of which a thousand plugins have tens of thousands.
  if (PLAIN_NAME.test(name)) return dir === '.' ? name : `${dir}/${name}`;
  return posix.join(dir, name);
}

/** A path that joining would not change, on systems with `/`. */
function isPlainPath(path: string): boolean {
  return sep === '/' && path !== '.' && !path.startsWith('.') && !path.includes('/.');
}

const PLAIN_NAME = /^\w[\w.-]*$/;
