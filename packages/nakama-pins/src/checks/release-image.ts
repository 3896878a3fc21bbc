import type { ImageUse } from '../images/image-use';
import { imageName, isDebugServer } from '../images/nakama-images';
import { baseRelease, serverImageOf } from '../releases/release-images';
import type { Release } from '../releases/release-model';
import { publishedRelease } from '../releases/variants';

/** The image with the server of the release, in the place of this one; undefined if nobody says which has it. */
export function serverImageFor(image: ImageUse, release: Release): string | undefined {
  const name = imageName(image);
  const published = publishedRelease(release.version);
  const isOfficial = published === baseRelease(published);
  // One for a debugger stays one.
  if (isDebugServer(image) && isOfficial) return `${name}:${published}`;
  return serverImageOf(release, name) ?? (image.copyOf || isOfficial ? `${name}:${published}` : undefined);
}

/** The builder of a studio's own release is that of the release which it is named after, unless it is a copy. */
export function builderTagFor({ copyOf }: ImageUse, { version }: Release): string {
  return copyOf ? publishedRelease(version) : baseRelease(version);
}
