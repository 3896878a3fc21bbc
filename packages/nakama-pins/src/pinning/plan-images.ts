import { settableTags, type TagEdit } from '../images/edit';
import type { ImageUse } from '../images/image-use';
import { isNakamaBuilder, isNakamaServer, releaseOfTag } from '../images/nakama-images';
import { builderGo } from '../releases/builder-images';
import type { Release } from '../releases/release-model';

/**
 * The tags that bring the images to the release. A golang image keeps its variant (`golang:1.25-bookworm` becomes
 * `golang:1.26.5-bookworm`). A builder image whose own Go is not its
 * server's is left to the finding, and so is a tag that nothing in the workspace writes.
 */
export function planImages(images: readonly ImageUse[], release: Release): TagEdit[] {
  const edits = images.flatMap((image) => {
    // A file that is not the plugin's own may be of another deployment.
    const tag = image.isFar ? undefined : tagFor(image, release);
    return tag === undefined || tag === image.tag ? [] : [{ image, tag }];
  });
  return settableTags(edits, images);
}

function tagFor(image: ImageUse, release: Release): string | undefined {
  if (isNakamaServer(image)) return sameArchitecture(image.tag, release);
  if (isNakamaBuilder(image))
    return builderGo(release) === release.go ? sameArchitecture(image.tag, release) : undefined;
  if (image.repository !== 'golang' || !image.buildsPlugin || image.tag === undefined) return undefined;
  const variant = /^\d[\d.]*((?:beta|rc)\d+)?(-.+)?$/.exec(image.tag);
  return variant ? `${release.go}${variant[2] ?? ''}` : undefined;
}

/** `3.39.0-arm64` becomes `3.40.0-arm64`. */
function sameArchitecture(tag: string | undefined, { version }: Release): string {
  return `${version}${tag?.slice(releaseOfTag(tag)?.length) ?? ''}`;
}
