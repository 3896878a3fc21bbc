import type { Release } from './release-model';
import { imageOfRelease, SERVER_IMAGE } from './variants';

/** Where the server of a release came from. */
type Whereabouts = Pick<Release, 'version' | 'origins'>;

/** The release of Heroic Labs that a release is named after: `3.40.0` of `3.40.0-ours.1`; its builder image is taken. */
export function baseRelease(release: string): string {
  return /^\d+\.\d+\.\d+/.exec(release)?.[0] ?? release;
}

/**
 * The image that has the server of a release: the official one, or the one that a studio's own release was read from.
 *
 * @param repository one that stands in for heroiclabs/nakama
 * @returns undefined if it is in no image, or nobody says in which
 */
export function serverImageOf(
  { version, origins = {} }: Whereabouts,
  repository = SERVER_IMAGE,
): string | undefined {
  const read = new Set(
    Object.values(origins).flatMap(({ kind, name }) => (kind === 'image' ? [name.replace(/@.*$/, '')] : [])),
  );
  const [image, ...others] = read;
  return imageOfRelease(version, repository) ?? (others.length === 0 ? image : undefined);
}
