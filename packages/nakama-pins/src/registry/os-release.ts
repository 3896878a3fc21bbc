import { firstBytes } from './decompress';
import { findInLayers, type FindOptions } from './find-in-layers';
import { ImageError } from './image-error';
import { wholeFile } from './stored-files';

/** Where the file is, and where it can be in its place (os-release(5)). */
const PATHS = ['usr/lib/os-release', 'etc/os-release'];

/** No distribution's is longer than 1 kB. */
const MAX_BYTES = 16 * 1024;

/** The text of an image's os-release; undefined if there is none, or a layer below the program can't be read. */
export async function readOsRelease(options: FindOptions): Promise<string | undefined> {
  try {
    const { file } = await findInLayers(PATHS, options, () => true);
    return (await firstBytes(await wholeFile(file), MAX_BYTES)).toString('utf8');
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof ImageError) return undefined;
    throw error;
  }
}
