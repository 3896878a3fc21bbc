import { builderTagFor, serverImageFor } from '../checks/release-image';
import { settableTags, type TagEdit } from '../images/edit';
import type { ImageUse } from '../images/image-use';
import {
  bareReleaseOf,
  imageName,
  isDebugServer,
  isNakamaBuilder,
  isNakamaServer,
  releaseOfTag,
} from '../images/nakama-images';
import type { FindingLocation } from '../input/problem';
import { builderGo } from '../releases/builder-images';
import type { Release } from '../releases/release-model';
import { DEBUG_VARIANT, publishedRelease } from '../releases/variants';

/** What is to be done with the images of a plugin. */
export interface ImagePlan {
  readonly edits: readonly TagEdit[];
  /** Images that stay as they are though their tags do not fit the release, and why. */
  readonly left: readonly LeftImage[];
}

/** An image that pinning leaves alone. */
export interface LeftImage {
  readonly location: FindingLocation;
  /** As it is written. */
  readonly image: string;
  /** One sentence without a full stop. */
  readonly why: string;
}

/**
 * The tags that bring the images to the release. A golang image keeps its variant (`golang:1.25-bookworm` becomes
 * `golang:1.26.5-bookworm`), and stays where GOTOOLCHAIN gives the server's Go. A builder image whose own Go is not its
 * server's is left to the finding, and so is a tag that nothing in the workspace writes.
 *
 * @param abandoned releases that no module of the workspace is built for any more
 */
export function planImages(
  images: readonly ImageUse[],
  release: Release,
  abandoned: readonly string[] = [],
): ImagePlan {
  const wanted = images.flatMap((image) => {
    const tag = mayMove(image, abandoned) ? tagFor(image, release) : undefined;
    return tag === undefined || tag === image.tag ? [] : [{ image, tag }];
  });
  const edits = settableTags(wanted, images);
  const left = wanted.flatMap((edit) => (edits.includes(edit) ? [] : [leftImage(edit)]));
  return { edits, left };
}

/** A file that is not the plugin's own may be of another deployment: but not where no plugin has its release any more. */
function mayMove(image: ImageUse, abandoned: readonly string[]): boolean {
  return !image.isFar || abandoned.includes(bareReleaseOf(image) ?? '');
}

function leftImage({ image, tag }: TagEdit): LeftImage {
  const { file, position, raw } = image;
  return { location: { file, ...position }, image: raw, why: whyLeft(image, tag) };
}

function whyLeft({ digest, repository, tagLocation }: ImageUse, tag: string): string {
  const wanted = `${repository}:${tag}`;
  if (digest !== undefined)
    return `its digest says which image it is, whatever its tag says: write ${wanted} with the digest of that image, or without one`;
  return tagLocation
    ? `what is written there is a part of another image too, for which ${tag} is not meant: write ${wanted} by hand`
    : `no file of the workspace has its tag as one literal value: write ${wanted} by hand`;
}

function tagFor(image: ImageUse, release: Release): string | undefined {
  // Another image is needed, not another tag: the finding says so.
  const isVariant = publishedRelease(release.version) !== release.version;
  if (isNakamaServer(image) && isVariant && isDebugServer(image) !== (release.variant === DEBUG_VARIANT))
    return undefined;
  if (isNakamaServer(image)) {
    const tag = serverTag(image, release);
    return tag === undefined ? undefined : sameArchitecture(image.tag, tag);
  }
  if (isNakamaBuilder(image)) {
    const tag = builderTagFor(image, release);
    return builderGo(release) === release.go ? sameArchitecture(image.tag, tag) : undefined;
  }
  if (image.repository !== 'golang' || !image.buildsPlugin || image.tag === undefined) return undefined;
  // Whatever go it has, it runs the server's.
  if (image.toolchain === `go${release.go}`) return undefined;
  const variant = /^\d[\d.]*((?:beta|rc)\d+)?(-.+)?$/.exec(image.tag);
  return variant ? `${release.go}${variant[2] ?? ''}` : undefined;
}

/** Undefined if the release's server is in another image. */
function serverTag(image: ImageUse, release: Release): string | undefined {
  const name = imageName(image);
  const wanted = serverImageFor(image, release);
  return wanted?.startsWith(`${name}:`) ? wanted.slice(name.length + 1) : undefined;
}

/** `3.39.0-arm64` becomes `3.40.0-arm64`. */
function sameArchitecture(tag: string | undefined, wanted: string): string {
  return `${wanted}${tag?.slice(releaseOfTag(tag)?.length) ?? ''}`;
}
