import * as semver from 'semver';
import { versionIn } from './resolve';

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
      fix: `use ${near}, or list all with "nakama-pins releases"`,
    };
  }
  const isNewer = newest !== undefined && semver.gt(version, newest);
  return {
    reason: isNewer ? `: the catalog ends at ${newest}` : '',
    expected: 'a release that the catalog or nakama-releases/ has',
    fix: addCommand(version),
  };
}

/** The command that reads a release from where it is published. */
function addCommand(version: string): string {
  return `nakama-pins releases add ${version}`;
}
