import { pipeline, type Readable, type Writable } from 'node:stream';
import { extract, type Header } from 'tar-stream';

/** An entry of a tar; its content has to be read, or `skip` called, before the next comes. */
export interface TarEntry {
  /** Without `./` and `/` at its ends; undefined if it leads out of the tar. */
  readonly path: string | undefined;
  readonly type: Header['type'];
  /** Where a link leads, as written. */
  readonly link: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes from the start of the tar. */
  readonly offset: number;
  readonly content: Readable;
  skip(): void;
}

/** Tars are made of blocks of so many bytes. */
const BLOCK = 512;

/**
 * The entries of a tar, one after the other. A tar without a trailer, or without the zeros that fill its last block, is
 * whole (umoci writes neither); one that ends within an entry is not.
 *
 * @throws what the stream throws; Error if it is no tar, or is cut
 */
export async function* tarEntries(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const extractor = extract();
  const tar = { bytes: 0 };
  let failure: unknown;
  const ended = new Promise<void>((settle) => {
    pipeline(filledUp(source, tar), extractor as unknown as Writable, (error) => {
      failure = error;
      settle();
    });
  });
  let end = 0;
  let isDone = false;
  try {
    for await (const entry of extractor) {
      const found = toEntry(entry);
      end = found.offset + found.size;
      yield found;
    }
    isDone = true;
  } catch (error) {
    // A source that fails says why; the extractor knows only that its end was early.
    await ended;
    throw failure ?? error;
  } finally {
    if (!isDone) extractor.destroy();
  }
  await ended;
  if (failure) throw failure;
  if (end > tar.bytes) throw new Error(`it ends after ${tar.bytes} bytes, within a file`);
}

/** Fills the last block with zeros, and counts the bytes without them. */
async function* filledUp(source: AsyncIterable<Buffer>, tar: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    tar.bytes += chunk.length;
    yield chunk;
  }
  const over = tar.bytes % BLOCK;
  if (over > 0) yield Buffer.alloc(BLOCK - over);
}

function toEntry(entry: { readonly header: Header; resume(): unknown }): TarEntry {
  // The published types lack the place.
  const { name, type, linkname, size, byteOffset } = entry.header as Header & { byteOffset: number };
  return {
    path: plainPath(name),
    type,
    // Absent in an entry that is no link.
    link: (linkname as string | null) ?? '',
    size,
    offset: byteOffset,
    content: entry as unknown as Readable,
    skip: () => entry.resume(),
  };
}

/** `./nakama//nakama/` as `nakama/nakama`; '' for the root, undefined for what leads out. */
export function plainPath(path: string): string | undefined {
  const elements = path.split('/').filter((element) => element !== '' && element !== '.');
  return elements.includes('..') ? undefined : elements.join('/');
}

/** Where a link leads that is in a folder: `..` ends at the root, as for the kernel. */
export function linkTarget(folder: string, link: string): string {
  const elements: string[] = link.startsWith('/') ? [] : folder.split('/').filter(Boolean);
  for (const element of link.split('/')) {
    if (element === '..') elements.pop();
    else if (element !== '' && element !== '.') elements.push(element);
  }
  return elements.join('/');
}

/** `a/b` of `a/b/c`, '' of `a`. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
