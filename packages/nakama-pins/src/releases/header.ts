import type { ReleaseSummary } from './types';

/** What every form of a release states on its first lines. */
export type ReleaseHeader = Omit<ReleaseSummary, 'measuredPlatforms' | 'source'>;

/** These values alone, of whatever else carries them. */
export function headerOf(value: ReleaseHeader): ReleaseHeader {
  const { release, tag, date, go, goModGo, serverImageBase, builderImageGo, nakamaCommon, protobuf } = value;
  return { release, tag, date, go, goModGo, serverImageBase, builderImageGo, nakamaCommon, protobuf };
}
