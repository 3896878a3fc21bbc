import * as semver from 'semver';

/** The repository of the official server images; its tags are the releases. */
export const SERVER_IMAGE = 'heroiclabs/nakama';

/**
 * A release whose server comes from elsewhere is a variant of it, named after it: `3.40.0-dsym` is the server of 3.40.0
 * as heroiclabs/nakama-dsym has it, compiled for a debugger (nakama: build/Dockerfile.dsym). The official image's has no
 * such word.
 */
const DEBUG_VARIANT = 'dsym';

/** `3.40.0-dsym` */
export function variantName(version: string, variant: string | undefined): string {
  return variant === undefined ? version : `${version}-${variant}`;
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
 * @returns undefined of a server that is somebody's own
 */
export function imageOfRelease(release: string, repository = SERVER_IMAGE): string | undefined {
  const version = semver.parse(release);
  if (!version) return undefined;
  const [variant, ...more] = version.prerelease;
  if (variant === undefined) return `${repository}:${release}`;
  if (variant !== DEBUG_VARIANT || more.length > 0) return undefined;
  const own = variantOfRepository(repository) ? repository : `${repository}-${DEBUG_VARIANT}`;
  return `${own}:${version.major}.${version.minor}.${version.patch}`;
}
