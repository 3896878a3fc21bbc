import { rangeOf } from './decompress';
import { digestFrom, digestOf, hashOf } from './digest';
import { ImageError, quoted } from './image-error';
import type { LayerFile } from './image-store';
import { type ImageLimits, inBytes } from './limits';
import type { StoredFiles } from './stored-files';

/** @throws ImageError if there is no such file */
export async function requireFile(files: StoredFiles, path: string, what: string): Promise<LayerFile> {
  const found = await files.find(path);
  if (found) return found;
  throw new ImageError('damaged', {
    file: files.name,
    message: `${what} is not in it`,
    expected: quoted(path),
    fix: 'copy it whole: skopeo copy docker://<image> oci:<folder>',
  });
}

/** A small file as a whole. @throws ImageError if it is larger than a manifest may be */
export async function readSmall(
  file: LayerFile,
  { manifestBytes }: Pick<ImageLimits, 'manifestBytes'>,
  name: string,
  what: string,
): Promise<Buffer> {
  if (file.size > manifestBytes) {
    throw new ImageError('too-large', {
      file: name,
      message: `${what} is too large`,
      expected: `at most ${inBytes(manifestBytes)}`,
      found: inBytes(file.size),
      fix: 'name the image of a Nakama server',
    });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of rangeOf(file)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** @throws ImageError if the bytes do not have the digest */
export function verifyBytes(bytes: Buffer, digest: string, name: string, what: string): void {
  const found = digestOf(bytes, digest);
  if (found !== digest) throw changed(name, what, digest, found);
}

/** The digest of all that a stream gives. */
export async function digestOfStream(stream: AsyncIterable<Buffer>, like: string): Promise<string> {
  const hash = hashOf(like);
  for await (const chunk of stream) hash.update(chunk);
  return digestFrom(hash, like);
}

/** What is stored is not what is named. */
export function changed(name: string, what: string, expected: string, found: string): ImageError {
  return new ImageError('damaged', {
    file: name,
    message: `${what} was changed since it was stored: its digest is wrong`,
    expected,
    found,
    fix: 'copy the image again',
  });
}
