import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readBytesIfPossible } from '../input/read-disk';
import { writeFiles } from '../input/write-file';
import { algorithmOf, digestOf } from './digest';

/**
 * Indexes, manifests and configs by their digest, in the user's cache: an unchanged one is not fetched again. It is no
 * fault if there is no cache, or if it is damaged.
 */
export class DocumentCache {
  /** @param folder that of images in the user's cache; undefined if there is none */
  constructor(
    private readonly folder: string | undefined,
    private readonly maxBytes: number,
  ) {}

  read(digest: string): Buffer | undefined {
    if (this.folder === undefined) return undefined;
    const file = this.fileOf(this.folder, digest);
    const bytes = readBytesIfPossible(file, this.maxBytes);
    return bytes && digestOf(bytes, digest) === digest ? bytes : undefined;
  }

  async write(digest: string, bytes: Buffer): Promise<void> {
    if (this.folder === undefined) return;
    const absPath = this.fileOf(this.folder, digest);
    try {
      await mkdir(dirname(absPath), { recursive: true, mode: 0o700 });
      writeFiles([{ absPath, text: bytes }]);
    } catch {
      // The next run asks the registry again.
    }
  }

  private fileOf(folder: string, digest: string): string {
    const algorithm = algorithmOf(digest);
    return join(folder, 'documents', algorithm, digest.slice(algorithm.length + 1));
  }
}
