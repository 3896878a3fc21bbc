import type { ImageUse } from './image-use';

/** The server's image; dsym is the one with debug symbols. A mirror keeps the name after its own path. */
export function isNakamaServer({ repository }: ImageUse): boolean {
  return /(^|\/)heroiclabs\/nakama(-dsym)?$/.test(repository);
}

/** The image that Heroic Labs' documentation builds plugins with. */
export function isNakamaBuilder({ repository }: ImageUse): boolean {
  return /(^|\/)heroiclabs\/nakama-pluginbuilder$/.test(repository);
}

/** The image that names a plugin's release: a server with a tag, else a builder. `latest` is a new release every time. */
export function releaseImage(images: readonly ImageUse[]): (ImageUse & { readonly tag: string }) | undefined {
  const tagged = images.filter(
    (image): image is ImageUse & { readonly tag: string } =>
      image.tag !== undefined && image.tag !== 'latest',
  );
  return tagged.find(isNakamaServer) ?? tagged.find(isNakamaBuilder);
}

/** The release that a tag names: `3.40.0`, and `3.40.0-arm64` of one architecture. */
export function releaseOfTag(tag: string | undefined): string | undefined {
  return tag?.replace(/-(amd64|arm64|arm)$/, '');
}
