import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Entry, Options } from 'yauzl';
import { saveStream } from '../input/write-disk';
import { hash1 } from '../module-cache/dir-hash';

/** The promise API of yauzl 3; its published types are those of version 2. */
interface Zip {
  readonly entryCount: number;
  eachEntry(): AsyncIterable<Entry>;
  openReadStreamPromise(entry: Entry): Promise<Readable>;
  close(): void;
}
interface Yauzl {
  openPromise(path: string, options: Options): Promise<Zip>;
}

/** The limits of cmd/go for a module zip (golang.org/x/mod/zip, MaxZipFile); toolchains have 250 MB in 15,000 files. */
export const MODULE_MAX_BYTES = 500 * 1024 * 1024;
const MAX_FILES = 100_000;

export interface UnpackOptions {
  readonly zipFile: string;
  /** An empty folder; the caller uses or removes what is written into it. */
  readonly folder: string;
  /** The beginning of every name in the zip: `path@version/`. Names in the folder do not have it. */
  readonly prefix: string;
  readonly signal?: AbortSignal;
  /** Called after each file with its name without the prefix, its size and its sha256 in hex. */
  readonly onFile?: (name: string, bytes: number, sha256: string) => void;
  /** Called after each file with the number of entries done, and of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Unpacks a module zip and hashes it on the way. Nothing is written outside the folder, and the zip's links, devices
 * and modes are ignored.
 *
 * @returns the hash of go.sum, `h1:…`, over names and contents of all files in the folder
 * @throws Error if the zip is damaged, or is not a module zip of that prefix
 */
export async function unpackModuleZip(options: UnpackOptions): Promise<string> {
  const { zipFile, folder, prefix, signal, onFile, onProgress } = options;
  // Loaded when first needed, because most runs unpack nothing.
  const { openPromise } = (await import('yauzl')) as unknown as Yauzl;
  const zip = await openPromise(zipFile, { lazyEntries: true, autoClose: false });
  const { entryCount } = zip;
  const hashes = new Map<string, string>();
  const folders = new Set<string>();
  let bytes = 0;
  try {
    if (entryCount > MAX_FILES) throw new Error(`the zip holds ${entryCount} files`);
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      const name = entry.fileName;
      // Go's module zips have no entries for folders, which the hash would not cover.
      const path = pathWithin(name, prefix);
      bytes += entry.uncompressedSize;
      if (bytes > MODULE_MAX_BYTES) throw new Error(`the zip holds more than ${MODULE_MAX_BYTES} bytes`);
      const target = join(folder, ...path);
      if (!folders.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
      folders.add(dirname(target));
      const hash = await writeHashed(await zip.openReadStreamPromise(entry), target);
      hashes.set(name, hash);
      onFile?.(path.join('/'), entry.uncompressedSize, hash);
      onProgress?.(hashes.size, entryCount);
    }
  } finally {
    zip.close();
  }
  return hash1(hashes);
}

/** The elements of an entry's name below the prefix. @throws Error if one would lead elsewhere on some system */
function pathWithin(name: string, prefix: string): string[] {
  const elements = name.slice(prefix.length).split('/');
  const isWithin =
    name.startsWith(prefix) &&
    // eslint-disable-next-line no-control-regex -- these are what names must not have
    elements.every((e) => e !== '' && e !== '.' && e !== '..' && !/[\\:\u0000-\u001f]/.test(e));
  if (!isWithin) throw new Error(`the zip holds a file called ${JSON.stringify(name)}`);
  return elements;
}

/** Writes a new file; if it exists already, also in another spelling, that is an error. */
async function writeHashed(content: Readable, target: string): Promise<string> {
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
  }
  await saveStream(hashed(), target);
  return hash.digest('hex');
}

/** The hash of a go.mod, as go.sum has it in the line `/go.mod`. */
export function goModSum(content: Buffer): string {
  return hash1(new Map([['go.mod', createHash('sha256').update(content).digest('hex')]]));
}
