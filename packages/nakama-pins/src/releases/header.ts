import type { ReleaseSummary } from './release-model';

/** The first lines of every written form of a release; there the version is called `release`. */
export interface ReleaseHeader extends Omit<ReleaseSummary, 'version' | 'measuredPlatforms' | 'source'> {
  /** `3.40.0` */
  readonly release: string;
}

/** The values of a header beside its version, in the order in which they are written. */
const FIELDS = [
  'variant',
  'tag',
  'date',
  'go',
  'goModGo',
  'serverImageBase',
  'builderImageGo',
  'nakamaCommon',
  'protobuf',
] as const satisfies readonly (keyof ReleaseHeader)[];

/** The first lines of a release's written form. */
export function headerOf(summary: Omit<ReleaseSummary, 'measuredPlatforms' | 'source'>): ReleaseHeader {
  return { release: summary.version, ...pick(summary) };
}

/** The first values of a release, from a written form that may hold more. */
export function summaryOf(
  header: ReleaseHeader,
  rest: Pick<ReleaseSummary, 'measuredPlatforms' | 'source'>,
): ReleaseSummary {
  return { version: header.release, ...pick(header), ...rest };
}

type Fields = Pick<ReleaseHeader, (typeof FIELDS)[number]>;

function pick(from: Fields): Fields {
  const values = FIELDS.flatMap((field) => (from[field] === undefined ? [] : [[field, from[field]]]));
  return Object.fromEntries(values) as unknown as Fields;
}
