import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerFile } from './image-store';
import { folderOf, linkTarget, tarEntries } from './tar-entries';

/** The files of a folder or of a tar, by their paths in it. */
export interface StoredFiles {
  /** What messages call the whole. */
  readonly name: string;
  /** Undefined if there is no such file. */
  find(path: string): Promise<LayerFile | undefined>;
}

/** The files of a folder. */
export function filesOfFolder(folder: string, name: string): StoredFiles {
  return {
    name,
    async find(path) {
      const absolute = join(folder, ...path.split('/'));
      // A link could lead anywhere; no layout has one.
      const found = await statOrUndefined(absolute);
      return found?.isFile() ? { path: absolute, start: 0, size: found.size } : undefined;
    },
  };
}

async function statOrUndefined(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

/** A file, whole. */
export async function wholeFile(path: string): Promise<LayerFile> {
  return { path, start: 0, size: (await stat(path)).size };
}

/** An entry of a tar, without its content. */
export interface TarListing {
  readonly type: 'file' | 'link' | 'symlink' | 'other';
  readonly link: string;
  readonly size: number;
  /** Bytes from the start of the tar. */
  readonly offset: number;
}

/** No tar of an image, and no archive of a server, has more. */
const MAX_ENTRIES = 100_000;

/** What is in a tar; of several entries with one path the last counts. @throws Error if it is no tar, or is cut */
export async function listTar(source: AsyncIterable<Buffer>): Promise<Map<string, TarListing>> {
  const listing = new Map<string, TarListing>();
  for await (const { path, type, link, size, offset, skip } of tarEntries(source)) {
    const kind = type === 'file' || type === 'link' || type === 'symlink' ? type : 'other';
    if (path) listing.set(path, { type: kind, link, size, offset });
    if (listing.size > MAX_ENTRIES) throw new Error(`it holds more than ${MAX_ENTRIES} files`);
    skip();
  }
  return listing;
}

/** As many as Linux follows. */
const MAX_LINKS = 40;

/** The files of a plain tar; links are followed within it (`skopeo` writes some). */
export function filesOfTar(
  file: string,
  listing: ReadonlyMap<string, TarListing>,
  name: string,
): StoredFiles {
  return {
    name,
    find(path) {
      let at = path;
      for (let links = 0; links <= MAX_LINKS; links++) {
        const entry = listing.get(at);
        if (entry?.type === 'file')
          return Promise.resolve({ path: file, start: entry.offset, size: entry.size });
        if (entry?.type !== 'link' && entry?.type !== 'symlink') break;
        at = linkTarget(entry.type === 'link' ? '' : folderOf(at), entry.link);
      }
      return Promise.resolve(undefined);
    },
  };
}
