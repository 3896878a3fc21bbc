import type { ImageUse } from './image-use';

/** The server's image; dsym is the one with debug symbols. A mirror keeps the name after its own path. */
export function isNakamaServer({ repository }: ImageUse): boolean {
  return /(^|\/)heroiclabs\/nakama(-dsym)?$/.test(repository);
}

/** The image that Heroic Labs' documentation builds plugins with. */
export function isNakamaBuilder({ repository }: ImageUse): boolean {
  return /(^|\/)heroiclabs\/nakama-pluginbuilder$/.test(repository);
}

/** The release that a tag names: `3.40.0`, and `3.40.0-arm64` of one architecture. */
export function releaseOfTag(tag: string | undefined): string | undefined {
  return tag?.replace(/-(amd64|arm64|arm)$/, '');
}
