import type { Platform, ReleaseSummary } from './release-model';

/** What `go build -buildmode=plugin` supports (cmd/dist, internal/platform.BuildModeSupported) and Nakama's images run. */
const SERVER_PLATFORMS: readonly Platform[] = ['linux/amd64', 'linux/arm64'];

/** The platforms that the server of a release runs on, sorted: those of Nakama's images, and those that were measured. */
export function serverPlatforms({
  measuredPlatforms,
}: Pick<ReleaseSummary, 'measuredPlatforms'>): readonly Platform[] {
  return [...new Set([...SERVER_PLATFORMS, ...measuredPlatforms])].sort();
}
