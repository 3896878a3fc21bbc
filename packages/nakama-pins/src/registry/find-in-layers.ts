import { firstBytes } from './decompress';
import { shortDigest } from './digest';
import { ImageError, quoted } from './image-error';
import type { Descriptor, ImageStore, LayerFile } from './image-store';
import { isTarLayer } from './media-types';
import { isElf } from './save-program';
import { type LayerHit, type LayerScan, scanLayer, type ScanOptions } from './scan-layer';
import { wholeFile } from './stored-files';

/** The program that was found. */
export interface FoundProgram {
  /** Where in the image: `/nakama/nakama`. */
  readonly path: string;
  /** Where it is saved. */
  readonly file: string;
  /** Its own. */
  readonly digest: string;
  /** The digest of the layer that holds it. */
  readonly layer: string;
  /** What the image's os-release says, if it was asked for and is there. */
  readonly osRelease?: string;
}

export interface FindOptions extends ScanOptions {
  readonly store: ImageStore;
  /** The lowest first. */
  readonly layers: readonly Descriptor[];
  readonly onBytes: (layer: string, done: number, total: number) => void;
  /** Layers that are there already, by their index: what is fetched is added. */
  readonly fetched: Map<number, LayerFile>;
}

/** As many symbolic links as Linux follows. */
const MAX_LINKS = 40;

/** One path that is looked for, and how far. */
interface Search {
  path: string;
  /** Index of the layer to look at next; -1 if there is none left. */
  layer: number;
  links: number;
  /** Folders that upper layers have: a link of a lower one at their place is hidden. */
  readonly folders: Set<string>;
  result?: FoundProgram | { readonly missing: string };
}

/**
 * Looks for the first of several paths that is a program, from the last layer to the first, and fetches no layer that it
 * does not need.
 *
 * @param paths the likeliest first
 * @param accepts whether what begins so is what is looked for
 * @throws ImageError if there is none, or a layer can't be read
 */
export async function findInLayers(
  paths: readonly string[],
  options: FindOptions,
  accepts: (first: Buffer) => boolean = isElf,
): Promise<FoundProgram> {
  const top = options.layers.length - 1;
  const searches = paths.map((path): Search => ({ path, layer: top, links: 0, folders: new Set() }));
  for (;;) {
    const search = searches.find(({ result }) => result === undefined || 'file' in result);
    if (!search) throw nothingFound(paths, searches, options.name);
    if (search.result && 'file' in search.result) {
      if (accepts(await firstBytes(await wholeFile(search.result.file), 4))) return search.result;
      search.result = { missing: 'which is no program for Linux' };
    } else if (search.layer < 0) {
      search.result = { missing: 'which is in no layer' };
    } else {
      await lookAt(search.layer, searches, options);
    }
  }
}

/** Looks all paths up that are to be looked up in a layer, so that it is unpacked once. */
async function lookAt(index: number, searches: readonly Search[], options: FindOptions): Promise<void> {
  const descriptor = options.layers[index] as Descriptor;
  const searching = searches.filter(({ layer, result }) => layer === index && result === undefined);
  refuseOther(descriptor, options.name);
  const onBytes = (done: number, total: number): void => options.onBytes(descriptor.digest, done, total);
  const { fetched } = options;
  const file = fetched.get(index) ?? (await options.store.layer(descriptor, options.folder, onBytes));
  fetched.set(index, file);
  const paths = searching.map(({ path }) => path);
  const scan = await scanLayer(file, paths, options).catch(async (error: unknown) => {
    // A layer that did not come as it was named says nothing about the one that was published.
    await file.arrival?.whole;
    options.signal?.throwIfAborted();
    if (error instanceof ImageError || isSystemError(error)) throw error;
    throw damagedLayer(descriptor, error as Error, options.name);
  });
  await file.arrival?.whole;
  for (const search of searching) apply(scan, search, index, options.layers);
}

function apply(
  { hits, folders }: LayerScan,
  search: Search,
  index: number,
  layers: readonly Descriptor[],
): void {
  const hit = hits.get(search.path);
  const isHidden = hit?.kind === 'link' && search.folders.has(hit.at);
  for (const folder of folders) search.folders.add(folder);
  if (isHidden) search.result = { missing: `which ${hit.at} hides` };
  else if (hit) follow(hit, search, index, layers);
  else search.layer--;
}

function follow(hit: LayerHit, search: Search, index: number, layers: readonly Descriptor[]): void {
  if (hit.kind === 'file') {
    const layer = (layers[index] as Descriptor).digest;
    search.result = { path: `/${search.path}`, file: hit.file, digest: hit.digest, layer };
  } else if (hit.kind === 'hidden') {
    search.result = { missing: `which the image takes away by ${quoted(hit.by)}` };
  } else if (++search.links > MAX_LINKS) {
    search.result = { missing: 'whose links lead back to themselves' };
  } else {
    search.path = hit.path;
    // Where a link leads is a matter of the whole image, a hard link one of its layer.
    if (hit.kind === 'link') {
      search.layer = layers.length - 1;
      search.folders.clear();
    }
  }
}

/** Of the disk: it is full, or the file is gone. */
function isSystemError(error: unknown): boolean {
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined;
}

function refuseOther({ mediaType, digest }: Descriptor, name: string): void {
  if (isTarLayer(mediaType)) return;
  throw new ImageError('unsupported', {
    file: name,
    message: `the layer ${shortDigest(digest)} is no tar that can be read`,
    expected: 'a tar, plain or with gzip or zstd',
    found: quoted(mediaType),
    fix: 'name the image of a Nakama server; an encrypted one has to be pushed without encryption',
  });
}

function damagedLayer({ digest }: Descriptor, cause: Error, name: string): ImageError {
  return new ImageError(
    'damaged',
    {
      file: name,
      message: `the layer ${shortDigest(digest)} is damaged as it was published: ${quoted(cause.message)}`,
      fix: 'push the image again',
    },
    { cause },
  );
}

function nothingFound(paths: readonly string[], searches: readonly Search[], name: string): ImageError {
  const looked = searches.map(({ path, result }, index) => {
    const led = path === paths[index] ? '' : `, which leads to /${quoted(path)}`;
    const why = result && 'missing' in result ? `, ${result.missing}` : '';
    return `/${quoted(paths[index] ?? '')}${led}${why}`;
  });
  return new ImageError('no-program', {
    file: name,
    message: 'the image has no server program where it was looked for',
    expected: 'a program for Linux',
    found: looked.join('; '),
    fix: 'name the image of a Nakama server, or say where in it the program is',
  });
}
