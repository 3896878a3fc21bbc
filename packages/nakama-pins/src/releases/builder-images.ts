import type { ReleaseSummary } from './release-model';

/** The Go of a release's builder image: `golang:1.26.5-bookworm` → `1.26.5`. */
export function builderGo(release: ReleaseSummary): string | undefined {
  return /^golang:([\d.]+)/.exec(release.builderImageGo)?.[1];
}

/** The golang image with the server's Go on the server's Debian. */
export function golangImage(release: ReleaseSummary): string {
  const debian = /^debian:(\w+)/.exec(release.serverImageBase)?.[1];
  return `golang:${release.go}${debian ? `-${debian}` : ''}`;
}
