/** The repository of the official server images; its tags are the releases. */
export const SERVER_IMAGE = 'heroiclabs/nakama';

/**
 * A release whose server comes from elsewhere is a variant of it, and named after it. These two are published by Heroic
 * Labs: `3.40.0-dsym` is the server of 3.40.0 as heroiclabs/nakama-dsym has it, compiled for a debugger (nakama:
 * build/Dockerfile.dsym); `3.40.0-archive` is the program in the archives of the GitHub release, which another build makes.
 * Any other word is a studio's own (`3.40.0-ours.1`). The official image's server has none.
 */
export const DEBUG_VARIANT = 'dsym';
export const ARCHIVE_VARIANT = 'archive';

/** `3.40.0-dsym` */
export function variantName(version: string, variant: string | undefined): string {
  return variant === undefined ? version : `${version}-${variant}`;
}

/** The variant that a release is named after: `dsym` of `3.40.0-dsym`; undefined of `3.40.0`. */
export function variantOf(release: string): string | undefined {
  return /^\d+\.\d+\.\d+-([^+]+)/.exec(release)?.[1];
}

/** The published release that a variant of Heroic Labs is one of: `3.40.0` of `3.40.0-dsym`; any other is its own. */
export function publishedRelease(release: string): string {
  const variant = variantOf(release);
  const isPublished = variant === DEBUG_VARIANT || variant === ARCHIVE_VARIANT;
  return isPublished ? release.slice(0, -(variant.length + 1)) : release;
}

/** A release for people: `3.40.0 (dsym)`; a studio's own keeps its name. */
export function spokenRelease(release: string): string {
  const published = publishedRelease(release);
  return published === release ? release : `${published} (${variantOf(release)})`;
}

/** What `go build -gcflags` is given for the packages of a server that are compiled in another way than the official one's. */
export function gcflagsOf({ variant }: { readonly variant?: string }): string | undefined {
  return variant === DEBUG_VARIANT ? 'all=-N -l' : undefined;
}

/** The variant that a repository has, by the last element of its name; undefined for the official server. */
export function variantOfRepository(repository: string): string | undefined {
  return /(^|\/)nakama-dsym$/.test(repository) ? DEBUG_VARIANT : undefined;
}

/**
 * The image in which Heroic Labs publishes the server of a release: `heroiclabs/nakama:3.40.0`, and
 * `heroiclabs/nakama-dsym:3.40.0` of 3.40.0-dsym.
 *
 * @param repository one that stands in for heroiclabs/nakama
 * @returns undefined of a server that is published in no image, or is somebody's own
 */
export function imageOfRelease(release: string, repository = SERVER_IMAGE): string | undefined {
  const variant = variantOf(release);
  if (variant === undefined) return `${repository}:${release}`;
  if (variant !== DEBUG_VARIANT) return undefined;
  const own = variantOfRepository(repository) ? repository : `${repository}-${DEBUG_VARIANT}`;
  return `${own}:${publishedRelease(release)}`;
}
