import { resolve } from 'node:path';
import type { Platform } from '../releases/release-model';
import { type ArchiveOptions, programOfArchive, unpackProgram } from './archive';
import { DocumentCache } from './document-cache';
import { findInLayers, type FindOptions, type FoundProgram } from './find-in-layers';
import { parseImageName } from './image-name';
import type { ImageStore, LayerFile } from './image-store';
import { damagedArchive, openLocalSource } from './open-source';
import { readOsRelease } from './os-release';
import { type PlatformImage, platformImages } from './platform-images';
import { keptProgram } from './program-cache';
import { programPaths } from './program-paths';
import { RegistryStore } from './registry-store';
import { linkTarget } from './tar-entries';
import { type Bounded, IMAGE, type ImageOptions, withinLimits } from './within-limits';
import { imageCache, temporaryFolder } from './work-folder';

/** How far a fetch is. */
export interface ImageProgress {
  readonly step: 'download';
  /** Which layer: its digest. */
  readonly layer: string;
  /** Bytes. */
  readonly done: number;
  readonly total: number;
}

export interface ServerProgramOptions extends ImageOptions {
  /** What relative paths start from. */
  readonly cwd: string;
  /** `['linux/amd64']`; by default all platforms of the image for Linux. An archive or a program has one. */
  readonly platforms?: readonly Platform[];
  /** Where the program is in the image or archive: `/nakama/nakama`. By default the image's config says. */
  readonly program?: string;
  /** Which image of a layout or a `docker save` tar that has several: its name there. */
  readonly image?: string;
  /** Reads what the image's os-release says, too: for that, layers below the program are fetched. */
  readonly osRelease?: boolean;
  readonly onProgress?: (progress: ImageProgress) => void;
}

/** What an image says of itself, without its layers. */
export interface ImageFacts {
  readonly platform: Platform;
  readonly digests: {
    /** Of the index of all platforms; undefined if there is none. */
    readonly index?: string;
    /** Undefined for a tar of `docker save`, which has none. */
    readonly manifest?: string;
    readonly config: string;
  };
  /** When it was built, as written: `2026-07-13T09:00:00Z`. */
  readonly createdAt?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the manifest. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Variables of its programs: GOLANG_VERSION of a builder image. */
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** The image that it was built from, where it says so (`org.opencontainers.image.base.*`). */
  readonly base?: { readonly name?: string; readonly digest?: string };
}

/** The program of a server. */
export interface ServerProgram {
  /** Absolute. For reading only: it may be in the user's cache, or be the user's own file. */
  readonly file: string;
  /** Where it was: `/nakama/nakama` in the image, a path in the archive; undefined for a program by itself. */
  readonly path?: string;
  /** What its image says; undefined if it came from none. */
  readonly image?: ImageFacts & {
    readonly digests: { readonly layer: string };
    /** The text of `/usr/lib/os-release`, if it was asked for and there is one. */
    readonly osRelease?: string;
  };
}

export interface ServerPrograms {
  readonly kind: 'registry' | 'layout' | 'docker-save' | 'archive' | 'program';
  /** What messages call the source. */
  readonly name: string;
  /** In the order of the index; at least one. */
  readonly programs: readonly ServerProgram[];
  /** Removes the programs that are not kept. To be called when they were read; never fails a second time. */
  dispose(): Promise<void>;
}

/**
 * Gets a server's program out of where it is published: an image at a registry, an image in an OCI layout (a folder or a
 * tar) or of `docker save`, an archive (tar, tar.gz, tar.zst, zip), or the program itself. Neither Docker nor a shell is
 * run. Every digest is verified; what fails to come leaves nothing behind.
 *
 * From a registry, the layers are fetched from the last to the first, and none below the program. Programs and documents
 * are kept in the user's cache by their digests, if there is one: an image that has not changed costs one HEAD.
 *
 * @param source `image:registry.example.com/studio/nakama:1.4@sha256:…`, or a path
 * @throws InputError (ImageError) with what is wrong and its fix; the signal's reason if it was aborted
 */
export async function fetchServerPrograms(
  source: string,
  options: ServerProgramOptions,
): Promise<ServerPrograms> {
  return withinLimits(source, options, async (limits, signal) => {
    const temp = temporaryFolder(options.env);
    const folder = temp.path;
    try {
      const fetched = source.startsWith(IMAGE)
        ? await fromRegistry(source.slice(IMAGE.length), folder, { ...options, limits, signal })
        : await fromPath(source, folder, { ...options, limits, signal });
      return { ...fetched, dispose: () => Promise.resolve(temp.remove()) };
    } catch (error) {
      temp.remove();
      throw error;
    }
  });
}

/**
 * Reads what the images of a name say of themselves, from their configs alone: no layer is fetched.
 *
 * @param name `golang:1.26.5-bookworm`, with or without `image:`
 * @param options `platforms` as for `fetchServerPrograms`
 * @throws InputError (ImageError); the signal's reason if it was aborted
 */
export async function readImageFacts(
  name: string,
  options: ImageOptions & Pick<ServerProgramOptions, 'platforms'>,
): Promise<ImageFacts[]> {
  return withinLimits(name, options, async (limits, signal) => {
    const plain = name.startsWith(IMAGE) ? name.slice(IMAGE.length) : name;
    const { store } = await registryStore(plain, { ...options, limits, signal });
    return (await platformImages(store, options.platforms)).map((image) => factsOf(image, true));
  });
}

type Fetched = Omit<ServerPrograms, 'dispose'>;

async function registryStore(
  name: string,
  { env, insecure = [], limits, signal }: Bounded<ImageOptions>,
): Promise<{ store: ImageStore; cache: string | undefined }> {
  const image = parseImageName(name);
  const cache = imageCache(env);
  const documents = new DocumentCache(cache, limits.manifestBytes);
  const store = new RegistryStore(image, { name, env, insecure, limits, signal }, documents);
  return { store, cache };
}

async function fromRegistry(
  name: string,
  folder: string,
  options: Bounded<ServerProgramOptions>,
): Promise<Fetched> {
  const { store, cache } = await registryStore(name, options);
  const programs = await imagePrograms(store, options, true, (image, find) =>
    cache === undefined
      ? find(folder)
      : keptProgram(
          cache,
          image.digests.manifest,
          [options.program ?? null, options.osRelease ?? false],
          find,
        ),
  );
  return { kind: 'registry', name, programs };
}

async function fromPath(
  source: string,
  folder: string,
  options: Bounded<ServerProgramOptions>,
): Promise<Fetched> {
  const { limits, signal, program, image } = options;
  const path = resolve(options.cwd, source);
  const archive = { name: source, program, image, folder, limits, signal };
  const local = await openLocalSource(path, archive);
  switch (local.kind) {
    case 'program':
      return { kind: 'program', name: source, programs: [{ file: path }] };
    case 'compressed-program':
    case 'tar':
    case 'zip': {
      const found = await fromArchive(local.kind, local.file, archive);
      return { kind: 'archive', name: source, programs: [found] };
    }
    case 'layout':
    case 'docker-save': {
      const hasManifest = local.kind === 'layout';
      const programs = await imagePrograms(local.store, options, hasManifest, (_, find) => find(folder));
      return { kind: local.kind, name: source, programs };
    }
  }
}

async function fromArchive(
  kind: 'compressed-program' | 'tar' | 'zip',
  file: LayerFile,
  options: ArchiveOptions,
): Promise<ServerProgram> {
  try {
    if (kind === 'compressed-program') return { file: await unpackProgram(file, options) };
    return await programOfArchive(file, kind, options);
  } catch (error) {
    throw damagedArchive(error, options);
  }
}

type Find = (folder: string) => Promise<FoundProgram>;

async function imagePrograms(
  store: ImageStore,
  options: Bounded<ServerProgramOptions>,
  hasManifest: boolean,
  keep: (image: PlatformImage, find: Find) => Promise<FoundProgram>,
): Promise<ServerProgram[]> {
  const programs: ServerProgram[] = [];
  for (const image of await platformImages(store, options.platforms)) {
    const find: Find = async (folder) => {
      const layers = findOptions(store, image, folder, options);
      const found = await findInLayers(pathsIn(image, options), layers);
      const osRelease = options.osRelease ? await readOsRelease(layers) : undefined;
      return { ...found, ...(osRelease !== undefined && { osRelease }) };
    };
    const { file, path, layer, osRelease } = await keep(image, find);
    const facts = factsOf(image, hasManifest);
    const digests = { ...facts.digests, layer };
    programs.push({
      file,
      path,
      image: { ...facts, digests, ...(osRelease !== undefined && { osRelease }) },
    });
  }
  return programs;
}

function pathsIn({ config }: PlatformImage, { program }: Bounded<ServerProgramOptions>): string[] {
  return program === undefined ? programPaths(config) : [linkTarget('', program)];
}

function findOptions(
  store: ImageStore,
  { manifest }: PlatformImage,
  folder: string,
  { limits, signal, onProgress }: Bounded<ServerProgramOptions>,
): FindOptions {
  return {
    store,
    layers: manifest.layers,
    fetched: new Map(),
    folder,
    name: store.name,
    limits,
    signal,
    onBytes: (layer, done, total) => onProgress?.({ step: 'download', layer, done, total }),
  };
}

/** Annotations and labels that both may say it. */
const BASE = 'org.opencontainers.image.base';

function factsOf({ platform, manifest, config, digests }: PlatformImage, hasManifest: boolean): ImageFacts {
  const { createdAt, labels, env, entrypoint, cmd } = config;
  const { manifest: manifestDigest, ...others } = digests;
  const name = manifest.annotations[`${BASE}.name`] ?? labels[`${BASE}.name`];
  const digest = manifest.annotations[`${BASE}.digest`] ?? labels[`${BASE}.digest`];
  const hasBase = name !== undefined || digest !== undefined;
  return {
    platform,
    digests: { ...others, ...(hasManifest && { manifest: manifestDigest }) },
    ...(createdAt !== undefined && { createdAt }),
    labels,
    annotations: manifest.annotations,
    env,
    entrypoint,
    cmd,
    ...(hasBase && {
      base: { ...(name !== undefined && { name }), ...(digest !== undefined && { digest }) },
    }),
  };
}
