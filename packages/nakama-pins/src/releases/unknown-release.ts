import * as semver from 'semver';
import { versionIn } from './resolve';
import { ARCHIVE_VARIANT, DEBUG_VARIANT, imageOfRelease, publishedRelease, variantOf } from './variants';

/** What is said of a release that the catalog lacks. */
export interface UnknownReleaseWords {
  /** What follows the release's name, as a part of a sentence. */
  readonly reason: string;
  readonly expected: string;
  readonly fix: string;
}

/**
 * A version that the catalog lacks is never answered with another release: it may be newer than the catalog, and where it
 * is published its figures can be read. For a word that is no version, the nearest releases are named.
 *
 * @param spec what a person wrote: `3.41.0`, `v3.41`, `lastest`
 */
export function unknownReleaseWords(
  spec: string,
  { nearest, before, newest }: { nearest: readonly string[]; before?: string; newest?: string },
): UnknownReleaseWords {
  const version = versionIn(spec);
  if (before !== undefined || version === undefined) {
    const near = nearest[0] ?? 'latest';
    return {
      reason: before === undefined ? '' : `: releases before ${before} are not in the catalog`,
      expected: `a release of the catalog, such as ${nearest.join(', ')}`,
      fix: `use ${near}, or list all with "npx nakama-pins releases"`,
    };
  }
  // A variant of the newest is not newer.
  const isNewer = newest !== undefined && semver.gt(publishedRelease(version), newest);
  return {
    reason: isNewer ? `: the catalog ends at ${newest}` : '',
    expected: 'a release that the catalog or nakama-releases/ has',
    fix: addFix(version),
  };
}

/** How a release is read from where it is published. */
export function addFix(version: string): string {
  const add = (what: string): string => `npx nakama-pins releases add ${what}`;
  const variant = variantOf(version);
  const published = publishedRelease(version);
  if (variant === undefined || PRE_RELEASE.test(variant)) return add(version);
  if (variant === DEBUG_VARIANT) return add(`image:${imageOfRelease(version)}`);
  if (variant === ARCHIVE_VARIANT)
    return `download the archive of the GitHub release v${published}, then ${add(`nakama-${published}-linux-amd64.tar.gz`)}`;
  return `name the image or program of your server: ${add(`image:<name> --name ${version}`)}`;
}

/** What comes before a release is published, and no variant of it. */
const PRE_RELEASE = /^(alpha|beta|rc)\b/;
