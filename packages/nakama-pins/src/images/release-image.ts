import { type ImageUse, placeOf } from './image-use';
import {
  bareReleaseOf,
  isDebugServer,
  isNakama,
  isNakamaBuilder,
  isNakamaServer,
  mayBeCopy,
  namesRelease,
  type ReleaseImage,
} from './nakama-images';

/** What the images of a workspace say about a plugin's release. */
export type ImageChoice =
  | { readonly kind: 'named'; readonly image: ReleaseImage }
  /** Images that stand equally near name different releases; one of each, at least two. */
  | { readonly kind: 'disagree'; readonly images: readonly ReleaseImage[] }
  /** There are images of Nakama, or what may be copies of them, and none names a release. */
  | { readonly kind: 'unnamed'; readonly images: readonly ImageUse[] }
  | { readonly kind: 'none' };

/** Images that stand equally near to a plugin. */
export type ImageGroup = readonly ImageUse[];

/**
 * The image that names a plugin's release: the server's before the builder's, the nearest before those farther away.
 * Of Dockerfiles and compose files in the plugin's folder and directly above it the first counts, and the check
 * `image-tag` names those that differ. Of files farther away none goes before another, so they must agree.
 *
 * @param groups nearest first
 */
export function chooseImage(groups: readonly ImageGroup[]): ImageChoice {
  const all = groups.flat();
  const own = all.filter((image) => !image.isFar && namesRelease(image));
  const builder = own.find(isNakamaBuilder);
  const servers = own.filter(isNakamaServer);
  const choice =
    // The one for a debugger stands beside the one that players meet.
    named(servers.find((image) => !isDebugServer(image)) ?? servers[0]) ??
    agreed(groups, isNakamaServer, builder as ReleaseImage | undefined) ??
    named(builder) ??
    agreed(groups, isNakamaBuilder);
  if (choice) return choice;
  const places = new Map(all.map((image) => [placeOf(image), image]));
  const seen = [...places.values()];
  const official = seen.filter(isNakama);
  const images = official.length > 0 ? official : seen.filter(mayBeCopy);
  return images.length > 0 ? { kind: 'unnamed', images } : { kind: 'none' };
}

/** What the nearest of the groups with such an image says; of several releases, the one that the builder is of. */
function agreed(
  groups: readonly ImageGroup[],
  isWanted: (image: ImageUse) => boolean,
  builder?: ReleaseImage,
): ImageChoice | undefined {
  for (const group of groups) {
    const tagged = group.filter((image): image is ReleaseImage => isWanted(image) && namesRelease(image));
    const debugFirst = [...tagged]
      .reverse()
      .sort((a, b) => Number(isDebugServer(b)) - Number(isDebugServer(a)));
    const byRelease = new Map(debugFirst.map((image) => [bare(image), image]));
    const [image, another] = [...byRelease.values()];
    if (another) {
      const same = builder && byRelease.get(bare(builder));
      const images = tagged.filter((one) => byRelease.get(bare(one)) === one);
      return same ? { kind: 'named', image: same } : { kind: 'disagree', images };
    }
    if (image) return { kind: 'named', image };
  }
  return undefined;
}

function bare(image: ImageUse): string {
  return bareReleaseOf(image) ?? '';
}

function named(image: ImageUse | undefined): ImageChoice | undefined {
  return image && { kind: 'named', image: image as ReleaseImage };
}
