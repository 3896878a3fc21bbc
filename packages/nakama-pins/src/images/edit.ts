import { groupBy } from '../input/group-by';
import type { ImageUse } from './image-use';

/** A new tag for an image. */
export interface TagEdit {
  readonly image: ImageUse;
  readonly tag: string;
}

/**
 * The edits that can be made. The tag must be written somewhere literally, the new one must keep the parts that are
 * written elsewhere (`-alpine` of `golang:${GO}-alpine`), and another image that shares the place (one `ARG` for two
 * `FROM`s) must not get a tag that is not meant for it.
 *
 * @param images all images that are known
 */
export function settableTags(edits: readonly TagEdit[], images: readonly ImageUse[]): TagEdit[] {
  const wanted = new Map(edits.map(({ image, tag }) => [image, textFor(image, tag)]));
  const shared = sharedPlaces([...wanted.keys(), ...images]);
  return edits.filter(({ image, tag }) => {
    const text = textFor(image, tag);
    const sharing = shared.get(image) ?? [];
    return text !== undefined && sharing.every((other) => wanted.get(other) === text);
  });
}

/** Of each image whose tag is written: those that share its place, which are the same or overlap. */
function sharedPlaces(images: readonly ImageUse[]): Map<ImageUse, readonly ImageUse[]> {
  const shared = new Map<ImageUse, readonly ImageUse[]>();
  const located = images.filter(({ tagLocation }) => tagLocation !== undefined);
  for (const ofFile of groupBy(located, ({ tagLocation }) => tagLocation?.file ?? '').values()) {
    const startOf = ({ tagLocation }: ImageUse): number => tagLocation?.start ?? 0;
    let together: ImageUse[] = [];
    let end = -1;
    for (const image of [...ofFile].sort((one, other) => startOf(one) - startOf(other))) {
      if (startOf(image) >= end) together = [];
      together.push(image);
      shared.set(image, together);
      end = Math.max(end, image.tagLocation?.end ?? 0);
    }
  }
  return shared;
}

/**
 * The text of a Dockerfile, compose file or `.env` with its tags set and nothing else changed.
 *
 * @param text as it was when the images were read
 * @param file as in `tagLocation.file`
 * @param edits that `settableTags` lets through
 */
export function setImageTags(text: string, file: string, edits: readonly TagEdit[]): string {
  const places = new Map<number, { end: number; tag: string }>();
  for (const { image, tag } of edits) {
    const written = textFor(image, tag);
    if (image.tagLocation?.file !== file || written === undefined) continue;
    places.set(image.tagLocation.start, { end: image.tagLocation.end, tag: written });
  }
  let edited = '';
  let at = 0;
  for (const [start, { end, tag }] of [...places].sort(([a], [b]) => a - b)) {
    edited += text.slice(at, start) + tag;
    at = end;
  }
  return edited + text.slice(at);
}

/** The text to write at the tag's place; undefined if it can't give the tag. */
function textFor({ tagLocation }: ImageUse, tag: string): string | undefined {
  if (!tagLocation) return undefined;
  const { before, after } = tagLocation;
  const fits = tag.startsWith(before) && tag.endsWith(after) && tag.length > before.length + after.length;
  return fits ? tag.slice(before.length, tag.length - after.length) : undefined;
}
