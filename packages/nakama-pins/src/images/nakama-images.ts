import type { ImageUse } from './types';
import type { ReleaseSummary } from '../releases/types';

/** The server's image; dsym is the one with debug symbols. A mirror keeps the name behind its own path. */
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

/** The Go of a release's builder image: `golang:1.26.5-bookworm` → `1.26.5`. */
export function builderGo(release: ReleaseSummary): string | undefined {
  return /^golang:([\d.]+)/.exec(release.builderImageGo)?.[1];
}

/** The golang image with the server's Go on the server's Debian. */
export function golangImage(release: ReleaseSummary): string {
  const debian = /^debian:(\w+)/.exec(release.serverImageBase)?.[1];
  return `golang:${release.go}${debian ? `-${debian}` : ''}`;
}
