import type { JudgedVersion } from './judge-versions';

/** Versions in a row that ask for newer versions of the same modules. */
export interface VersionRange {
  /** The newest. */
  readonly from: string;
  /** The oldest. */
  readonly to: string;
  readonly count: number;
  /** What the oldest asks for: the others ask for that or more. */
  readonly demands: JudgedVersion['demands'];
  /** The oldest releases after this one on which the newest and the oldest would fit; `null` if the catalog has none. */
  readonly fits: { readonly from: string | null; readonly to: string | null };
  /** What go said to the newest, or why nothing is known of them. */
  readonly why?: string;
  /** They could not be downloaded: whether they fit is not known. */
  readonly isUnread?: true;
}

/** @param versions newest first */
export function versionRanges(versions: readonly JudgedVersion[]): VersionRange[] {
  const ranges: VersionRange[] = [];
  let key: string | undefined;
  for (const judged of versions) {
    const above = keyOf(judged) === key ? ranges.pop() : undefined;
    ranges.push(rangeOf(judged, above));
    key = keyOf(judged);
  }
  return ranges;
}

function rangeOf(
  { version, demands, fits, why, isUnread }: JudgedVersion,
  above?: VersionRange,
): VersionRange {
  const own = fits ?? null;
  return {
    from: above?.from ?? version,
    to: version,
    count: (above?.count ?? 0) + 1,
    demands,
    fits: { from: above ? above.fits.from : own, to: own },
    ...(why !== undefined && { why: above?.why ?? why }),
    ...(isUnread && { isUnread }),
  };
}

function keyOf({ demands, why, isUnread }: JudgedVersion): string {
  return `${isUnread ? 'unread' : why === undefined ? '' : 'why'} ${demands.map(({ module }) => module).join(' ')}`;
}
