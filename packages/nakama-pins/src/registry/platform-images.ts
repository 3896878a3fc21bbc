import type { Platform } from '../releases/release-model';
import { type ImageConfig, readConfig } from './config';
import { ImageError } from './image-error';
import type { Descriptor, ImageDocument, ImagePlatform, ImageStore } from './image-store';
import { type ImageManifest, readDocument } from './manifest';

/** The image of one platform. */
export interface PlatformImage {
  readonly platform: Platform;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
  readonly digests: {
    /** Of the index of all platforms; undefined if there is none. */
    readonly index?: string;
    readonly manifest: string;
    readonly config: string;
  };
}

/** An index in an index is in order; more is a loop. */
const MAX_DEPTH = 3;

/**
 * The images of the platforms that are wanted, in the order of the index. No layer is read.
 *
 * @param platforms undefined: all of the image for Linux
 * @throws ImageError if the image lacks one of them
 */
export async function platformImages(
  store: ImageStore,
  platforms: readonly Platform[] | undefined,
): Promise<PlatformImage[]> {
  const top = await store.top();
  const index = readDocument(top, store.name).kind === 'index' ? top.digest : undefined;
  const images: PlatformImage[] = [];
  for (const { document, said } of await manifestsOf(store, top, platforms)) {
    const image = await platformImage(store, document, index);
    // The config knows best; an index may say less.
    if (!isWanted(image.platform, platforms) || images.some(({ platform }) => platform === image.platform))
      continue;
    if (said !== undefined && said !== image.platform) throw contradiction(store.name, said, image.platform);
    images.push(image);
  }
  const missing = platforms?.filter((wanted) => !images.some(({ platform }) => platform === wanted));
  if (images.length === 0 || missing?.length) throw await lacking(store, top, missing ?? []);
  return images;
}

async function platformImage(
  store: ImageStore,
  document: ImageDocument,
  index: string | undefined,
): Promise<PlatformImage> {
  const manifest = readDocument(document, store.name);
  if (manifest.kind === 'index') throw new Error('an index stands for no platform');
  const config = readConfig(await store.config(manifest.config), store.name);
  const digests = {
    ...(index !== undefined && { index }),
    manifest: document.digest,
    config: manifest.config.digest,
  };
  return { platform: `${config.os}/${config.architecture}`, manifest, config, digests };
}

interface Named {
  readonly document: ImageDocument;
  readonly said: Platform | undefined;
}

async function manifestsOf(
  store: ImageStore,
  document: ImageDocument,
  platforms: readonly Platform[] | undefined,
  depth = 0,
): Promise<Named[]> {
  const read = readDocument(document, store.name);
  if (read.kind === 'manifest') return [{ document, said: undefined }];
  if (depth === MAX_DEPTH) {
    throw new ImageError('unsupported', {
      file: store.name,
      message: `there are more than ${MAX_DEPTH} indexes within each other`,
      fix: 'name the image of a Nakama server',
    });
  }
  const found: Named[] = [];
  for (const descriptor of read.manifests) {
    const said = descriptor.platform && platformOf(descriptor.platform);
    if (isAttestation(descriptor) || (said !== undefined && !isWanted(said, platforms))) continue;
    // Docker saves the index of all platforms, and those images that it has.
    if (platforms === undefined && (await store.lacks?.(descriptor))) continue;
    const inner = await store.manifest(descriptor);
    // Read under the name that the index gives it: they have to agree.
    readDocument(inner, store.name, descriptor.mediaType);
    const below = await manifestsOf(store, inner, platforms, depth + 1);
    found.push(...below.map((named) => ({ ...named, said: named.said ?? said })));
  }
  return found;
}

/** What buildx adds about how an image was built stands for no platform. */
function isAttestation({ platform, annotations }: Descriptor): boolean {
  return annotations['vnd.docker.reference.type'] !== undefined || platform?.os === 'unknown';
}

/** As GOOS/GOARCH; of arm64 there is one variant alone. */
function platformOf({ os, architecture }: ImagePlatform): Platform {
  return `${os}/${architecture}`;
}

function isWanted(platform: Platform, platforms: readonly Platform[] | undefined): boolean {
  return platforms ? platforms.includes(platform) : platform.startsWith('linux/');
}

function contradiction(name: string, said: Platform, platform: Platform): ImageError {
  return new ImageError('damaged', {
    file: name,
    message: 'the index and the config of the image name different platforms',
    expected: said,
    found: platform,
    fix: 'push the image again, with one image for each platform: docker buildx build --platform',
  });
}

async function lacking(
  store: ImageStore,
  top: ImageDocument,
  missing: readonly Platform[],
): Promise<ImageError> {
  const read = readDocument(top, store.name);
  const there =
    read.kind === 'index'
      ? read.manifests.flatMap((item) =>
          item.platform && !isAttestation(item) ? platformOf(item.platform) : [],
        )
      : [(await platformImage(store, top, undefined)).platform];
  return new ImageError('no-program', {
    file: store.name,
    message: `there is no image for ${missing.join(', ') || 'Linux'}`,
    expected: missing.join(', ') || 'linux/amd64 or linux/arm64',
    found: [...new Set(there)].sort().join(', ') || 'none',
    fix: 'ask for a platform that it has, or push the image for this one, too',
  });
}
