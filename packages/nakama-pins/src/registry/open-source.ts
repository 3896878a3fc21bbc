import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveOptions, isCompressedProgram, unpackInto } from './archive';
import { compressionOf, firstBytes, unpacked } from './decompress';
import { DockerSaveStore } from './docker-save-store';
import { ImageError, quoted } from './image-error';
import type { ImageStore, LayerFile } from './image-store';
import { LayoutStore } from './layout-store';
import { isElf } from './save-program';
import { filesOfFolder, filesOfTar, listTar, type TarListing, wholeFile } from './stored-files';

/** What a file or a folder is. */
export type LocalSource =
  | { readonly kind: 'program' | 'compressed-program' | 'tar' | 'zip'; readonly file: LayerFile }
  | { readonly kind: 'layout' | 'docker-save'; readonly store: ImageStore };

export interface LocalSourceOptions extends ArchiveOptions {
  /** Which of several images. */
  readonly image: string | undefined;
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1');

/**
 * Finds out what is at a path: a program, an archive, an image in an OCI layout or of `docker save`. Names do not count.
 *
 * @param path absolute
 * @throws ImageError if it is none of them
 */
export async function openLocalSource(path: string, options: LocalSourceOptions): Promise<LocalSource> {
  const { name } = options;
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
    const message = isMissing
      ? 'the file does not exist'
      : `it can't be read: ${error.code ?? error.message}`;
    const fix = 'name a program, an archive or an image: for one at a registry, image:<name>';
    throw new ImageError('not-found', { file: name, message, fix }, { cause: error });
  });
  if (found.isDirectory()) return openFolder(path, options);
  if (!found.isFile()) throw unknownForm(name, 'something that is no file');
  const file = await wholeFile(path);
  const first = await firstBytes(file, 512);
  if (isElf(first)) return { kind: 'program', file };
  if (first.subarray(0, ZIP.length).equals(ZIP)) return { kind: 'zip', file };
  const isPlain = compressionOf(first) === 'none';
  if (isPlain && !isTar(first)) throw unknownForm(name, `a file that begins with ${quotedBytes(first)}`);
  return openTar(file, isPlain, options).catch((error: unknown) => {
    throw damagedArchive(error, options);
  });
}

/** A tar, or what is compressed. */
async function openTar(file: LayerFile, isPlain: boolean, options: LocalSourceOptions): Promise<LocalSource> {
  if (!isPlain && (await isCompressedProgram(file, options))) return { kind: 'compressed-program', file };
  const listing = await listTar(await unpacked(file, options));
  const form = imageForm(listing);
  if (form === undefined) return { kind: 'tar', file };
  // Its parts are read by their places.
  const tar = isPlain ? file.path : join(options.folder, 'image.tar');
  if (!isPlain) await unpackInto(file, tar, options);
  const files = filesOfTar(tar, listing, options.name);
  const Store = form === 'layout' ? LayoutStore : DockerSaveStore;
  return { kind: form, store: new Store(files, options) };
}

async function openFolder(path: string, options: LocalSourceOptions): Promise<LocalSource> {
  const files = filesOfFolder(path, options.name);
  if ((await files.find('oci-layout')) && (await files.find('index.json'))) {
    return { kind: 'layout', store: new LayoutStore(files, options) };
  }
  if (await files.find('manifest.json'))
    return { kind: 'docker-save', store: new DockerSaveStore(files, options) };
  throw unknownForm(options.name, 'a folder without oci-layout and index.json');
}

/** What went wrong while an archive was read. */
export function damagedArchive(
  error: unknown,
  { name, signal }: Pick<ArchiveOptions, 'name' | 'signal'>,
): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ImageError || (error as NodeJS.ErrnoException).syscall !== undefined) return error;
  const message = `the archive is cut or damaged: ${quoted((error as Error).message)}`;
  return new ImageError('damaged', { file: name, message, fix: 'copy it again, whole' }, { cause: error });
}

function imageForm(listing: ReadonlyMap<string, TarListing>): 'layout' | 'docker-save' | undefined {
  if (listing.has('oci-layout') && listing.has('index.json')) return 'layout';
  return listing.has('manifest.json') ? 'docker-save' : undefined;
}

/** POSIX and GNU tars both say so. */
function isTar(first: Buffer): boolean {
  return first.toString('latin1', 257, 262) === 'ustar';
}

function quotedBytes(first: Buffer): string {
  return JSON.stringify(quoted(first.toString('latin1', 0, 8)));
}

function unknownForm(name: string, found: string): ImageError {
  return new ImageError('unsupported', {
    file: name,
    message: 'this holds no server',
    expected:
      'a program for Linux, an archive of one (tar, tar.gz, tar.zst, zip), an OCI layout, or a tar of docker save',
    found,
    fix: 'name one of them; for an image at a registry, image:<name>',
  });
}
