import type { Entry, Options } from 'yauzl';
import { crc32Hash, type FileFacts, type Manifest } from './manifest';

/** The promise API of yauzl 3; its published types are those of version 2. */
interface Zip {
  eachEntry(): AsyncIterable<Entry>;
  close(): void;
}
interface Yauzl {
  openPromise(path: string, options: Options): Promise<Zip>;
}

/**
 * What a module zip says of its files; they are not unpacked.
 *
 * @param prefix the beginning of every name in the zip: `path@version/`
 * @throws Error if the zip is damaged, or is not a module zip of that prefix
 */
export async function manifestOfZip(zipFile: string, prefix: string): Promise<Manifest> {
  // Loaded when first needed, because most runs look into no zip.
  const { openPromise } = (await import('yauzl')) as unknown as Yauzl;
  const zip = await openPromise(zipFile, { lazyEntries: true, autoClose: false });
  const files = new Map<string, FileFacts>();
  try {
    for await (const { fileName, uncompressedSize, crc32 } of zip.eachEntry()) {
      if (!fileName.startsWith(prefix)) throw new Error(`the zip holds a file called ${fileName}`);
      files.set(fileName.slice(prefix.length), { bytes: uncompressedSize, hash: crc32Hash(crc32) });
    }
  } finally {
    zip.close();
  }
  return files;
}
