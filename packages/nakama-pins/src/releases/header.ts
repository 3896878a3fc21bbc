import type { ReleaseSummary } from './release-model';

/** The first lines of every written form of a release; there the version is called `release`. */
export interface ReleaseHeader extends Omit<ReleaseSummary, 'version' | 'measuredPlatforms' | 'source'> {
  /** `3.40.0` */
  readonly release: string;
}

/** The first lines of a release's written form. */
export function headerOf(summary: Omit<ReleaseSummary, 'measuredPlatforms' | 'source'>): ReleaseHeader {
  const { version, tag, date, go, goModGo, serverImageBase, builderImageGo, nakamaCommon, protobuf } =
    summary;
  return {
    release: version,
    tag,
    date,
    go,
    goModGo,
    serverImageBase,
    builderImageGo,
    nakamaCommon,
    protobuf,
  };
}

/** The first values of a release, from a written form that may hold more. */
export function summaryOf(
  header: ReleaseHeader,
  rest: Pick<ReleaseSummary, 'measuredPlatforms' | 'source'>,
): ReleaseSummary {
  const { release, tag, date, go, goModGo, serverImageBase, builderImageGo, nakamaCommon, protobuf } = header;
  return {
    version: release,
    tag,
    date,
    go,
    goModGo,
    serverImageBase,
    builderImageGo,
    nakamaCommon,
    protobuf,
    ...rest,
  };
}
