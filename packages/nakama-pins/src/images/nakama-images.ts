import type { ImageUse } from './image-use';

/** The server's image; dsym is the one with debug symbols. A mirror keeps the name after its own path. */
export function isNakamaServer({ repository, copyOf }: ImageUse): boolean {
  return copyOf === 'server' || /(^|\/)heroiclabs\/nakama(-dsym)?$/.test(repository);
}

/** The server for a debugger: its packages are compiled in another way (nakama: build/Dockerfile.dsym). */
export function isDebugServer(image: ImageUse): boolean {
  return isNakamaServer(image) && image.repository.endsWith('-dsym');
}

/** The image that Heroic Labs' documentation builds plugins with. */
export function isNakamaBuilder({ repository, copyOf }: ImageUse): boolean {
  return copyOf === 'builder' || /(^|\/)heroiclabs\/nakama-pluginbuilder$/.test(repository);
}

/** The server's image, or the builder's. */
export function isNakama(image: ImageUse): boolean {
  return isNakamaServer(image) || isNakamaBuilder(image);
}

/** An image whose name says that it may be a copy of the server: `ghcr.io/me/nakama`. */
export function mayBeCopy(image: ImageUse): boolean {
  return /nakama[^/]*$/i.test(image.repository) && !isNakama(image);
}

/** The registry and repository of an image, without its tag. */
export function imageName({ registry, repository }: ImageUse): string {
  return [registry, repository].filter(Boolean).join('/');
}

/**
 * An image with its part, where its name is one of those that nakama.json calls copies; one with `builder` in its last
 * element is the builder's.
 */
export function withPart(image: ImageUse, copies: readonly string[]): ImageUse {
  const name = imageName(image);
  if (!copies.map(withoutHub).includes(withoutHub(name))) return image;
  return { ...image, copyOf: /builder[^/]*$/i.test(name) ? 'builder' : 'server' };
}

function withoutHub(name: string): string {
  return name.replace(/^(?:index\.)?docker\.io\//, '');
}

/** An image whose tag names a release. */
export type ReleaseImage = ImageUse & { readonly tag: string };

/** Whether the tag names a release: `latest`, `stable` and their like are another one every time. */
export function namesRelease(image: ImageUse): image is ReleaseImage {
  return releaseOf(image) !== undefined;
}

/** The release that the tag of an image names; a copy's tag may go on (`3.40.0-ours.2`). */
export function releaseOf({ tag, copyOf }: ImageUse): string | undefined {
  if (tag === undefined || !/^v?\d+\.\d/.test(tag)) return undefined;
  return (copyOf && /^v?\d+\.\d+\.\d+/.exec(tag)?.[0]) ?? releaseOfTag(tag);
}

/** The same without the `v` that some write before it: `v3.40.0` is 3.40.0. */
export function bareReleaseOf(image: ImageUse): string | undefined {
  return releaseOf(image)?.replace(/^v/, '');
}

/** The release that a tag names: `3.40.0`, and `3.40.0-arm64` of one architecture. */
export function releaseOfTag(tag: string | undefined): string | undefined {
  return tag?.replace(/-(amd64|arm64|arm)$/, '');
}
