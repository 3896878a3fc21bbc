import { distance } from 'fastest-levenshtein';
import * as semver from 'semver';

export type Resolution =
  | { readonly release: string; readonly unknown?: undefined }
  | {
      readonly unknown: string;
      readonly nearest: readonly string[];
      /** The first known release, if this one is older than all. */
      readonly before?: string;
      /** The version that is meant, if it may be published. */
      readonly version?: string;
    };

const NEAREST_COUNT = 3;
/** `lastest` is a slip for `latest`; with more edits than this it is another word. */
const MAX_TYPING_SLIPS = 2;

/** Newest first. */
export function sortReleases(releases: readonly string[]): string[] {
  return [...releases].sort(semver.rcompare);
}

/**
 * Finds the release that a person means: `3.40.0`, `v3.40.0`, `3.40` (its newest patch) or `latest`.
 * Pre-releases count only if they are named in full.
 * @param releases all known releases, newest first
 */
export function resolveRelease(spec: string, releases: readonly string[]): Resolution {
  const wanted = spec.trim().replace(/^v(?=\d)/, '');
  const isFinal = (release: string): boolean => semver.prerelease(release) === null;
  const found =
    wanted === 'latest'
      ? releases.find(isFinal)
      : /^\d+\.\d+$/.test(wanted)
        ? releases.find((release) => release.startsWith(`${wanted}.`) && isFinal(release))
        : releases.find((release) => release === wanted);
  if (found !== undefined) return { release: found };
  const older = olderThanAll(wanted, releases);
  const version = older.before === undefined ? versionIn(spec) : undefined;
  return {
    unknown: spec,
    nearest: nearestReleases(wanted, releases),
    ...older,
    ...(version !== undefined && { version }),
  };
}

/** `3.41.0` of `v3.41.0` and of `3.41`; undefined of what is no version. */
export function versionIn(spec: string): string | undefined {
  const plain = spec.trim().replace(/^v(?=\d)/, '');
  const full = /^\d+\.\d+$/.test(plain) ? `${plain}.0` : plain;
  return full.length <= 64 && semver.valid(full) === full ? full : undefined;
}

function olderThanAll(wanted: string, releases: readonly string[]): { before?: string } {
  const first = releases.at(-1);
  const version = wanted.length <= 256 && /^\d/.test(wanted) ? semver.coerce(wanted) : null;
  return first !== undefined && version !== null && semver.lt(version, first) ? { before: first } : {};
}

/** The nearest by numbers if the spec is a version, else by typing slips. */
function nearestReleases(wanted: string, releases: readonly string[]): string[] {
  const version = wanted.length <= 256 ? semver.coerce(wanted) : null;
  if (version === null) {
    if (distance(wanted.slice(0, 64), 'latest') <= MAX_TYPING_SLIPS) return ['latest'];
    return releases.slice(0, NEAREST_COUNT);
  }
  const distanceTo = (release: string): readonly number[] => {
    const { major, minor, patch } = semver.parse(release) ?? version;
    return [
      Math.abs(major - version.major),
      Math.abs(minor - version.minor),
      Math.abs(patch - version.patch),
      distance(wanted, release),
    ];
  };
  return releases
    .map((release) => ({ release, steps: distanceTo(release) }))
    .sort((a, b) => compareNumbers(a.steps, b.steps) || semver.rcompare(a.release, b.release))
    .slice(0, NEAREST_COUNT)
    .map(({ release }) => release);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
