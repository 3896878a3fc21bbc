import { isNakamaBuilder, isNakamaServer, releaseOfTag } from '../images/nakama-images';
import { builderGo, golangImage } from '../releases/builder-images';
import type { ImageUse } from '../images/image-use';
import type { Release } from '../releases/release-model';
import { defineCheck, type FindingDraft } from './define-check';

/**
 * The Docker images that build the plugin and run the server, against the release: the server image must be the
 * release, and whatever builds the plugin must have the server's Go.
 */
export const imageTag = defineCheck('image-tag', function* ({ facts, release, releases }) {
  for (const image of facts.images) {
    if (isNakamaServer(image)) {
      if (!isOtherServer(image, facts.images, release)) yield* server(image, release);
    } else if (isNakamaBuilder(image)) yield* builder(image, release, releases(releaseOfTag(image.tag)));
    else if (image.repository === 'golang' && image.buildsPlugin) yield* golang(image, release);
  }
});

/** A compose file may run servers of two releases side by side: the plugin's is the one of its release. */
function isOtherServer(image: ImageUse, images: readonly ImageUse[], { version }: Release): boolean {
  return (
    image.kind === 'compose' &&
    images.some((i) => i.file === image.file && isNakamaServer(i) && releaseOfTag(i.tag) === version)
  );
}

function* server(image: ImageUse, release: Release): Iterable<FindingDraft> {
  if (releaseOfTag(image.tag) === release.version) return;
  yield unknownTag(image, release) ?? {
    ...about(image, release.version),
    severity: 'error',
    message: `${image.raw} runs Nakama ${image.tag}, the plugin is judged for ${release.version}`,
    fix: mend(image, release),
  };
}

/** @param tagged the release that the image's tag names, where it is known */
function* builder(image: ImageUse, release: Release, tagged: Release | undefined): Iterable<FindingDraft> {
  const go = tagged && builderGo(tagged);
  if (releaseOfTag(image.tag) === release.version) {
    if (go === undefined || go === release.go) return;
    yield {
      ...about(image, release.go),
      actual: go,
      severity: 'error',
      message: `${image.raw} has Go ${go}, the server ${release.version} is built with ${release.go}: its own builder image can't build for it`,
      fix: `build on ${golangImage(release)} instead`,
    };
    return;
  }
  yield unknownTag(image, release) ?? {
    ...about(image, release.version),
    // The image brings nothing but its Go: with the server's own one the plugin loads all the same.
    severity: go === release.go ? 'warning' : 'error',
    message: `${image.raw} builds for Nakama ${image.tag}${go ? ` with Go ${go}` : ''}, the server is ${release.version} (Go ${release.go})`,
    fix:
      builderGo(release) === release.go ? mend(image, release) : `build on ${golangImage(release)} instead`,
  };
}

function* golang(image: ImageUse, release: Release): Iterable<FindingDraft> {
  const version = /^\d+(\.\d+)*((beta|rc)\d+)?/.exec(image.tag ?? '')?.[0];
  const parts = version?.split('.').length ?? 0;
  if (version === release.go) return;
  // golang:1.25 and golang:latest move; golang:1.25.5 does not.
  const floats = parts < 3;
  const mayMatch = version === undefined || release.go.startsWith(`${version}.`);
  yield {
    ...about(image, `golang:${release.go}`),
    severity: floats && mayMatch ? 'warning' : 'error',
    message:
      floats && mayMatch
        ? `${image.raw} builds the plugin with whatever Go the tag stands for that day, the server ${release.version} is built with ${release.go}`
        : `${image.raw} builds the plugin with Go ${version}, the server ${release.version} is built with ${release.go}`,
    fix: `write in ${image.file}:${image.position.line}: ${golangImage(release)}`,
  };
}

function unknownTag(image: ImageUse, release: Release): FindingDraft | undefined {
  if (image.unresolved === undefined && image.tag !== undefined && image.tag !== 'latest') return undefined;
  if (image.digest !== undefined && image.tag === undefined) {
    return {
      ...about(image, release.version),
      severity: 'warning',
      message: `${image.raw} is named by digest alone: its release can't be read from it`,
      fix: `name the tag too: ${image.repository}:${release.version}@${image.digest}`,
    };
  }
  return {
    ...about(image, release.version),
    severity: 'warning',
    message: image.unresolved
      ? `the tag of ${image.raw} is not known here: nothing gives ${image.unresolved} a value`
      : `${image.raw} names no release: it changes under the plugin`,
    fix: image.unresolved
      ? `give ${image.unresolved} a default: \${${image.unresolved}:-${release.version}}`
      : mend(image, release),
  };
}

function about(image: ImageUse, expected: string): Omit<FindingDraft, 'severity' | 'message' | 'fix'> {
  return {
    location: { file: image.file, ...image.position },
    subject: image.repository,
    expected,
    actual: image.tag ?? image.digest ?? image.raw,
  };
}

function mend(image: ImageUse, { version }: Release): string {
  const name = [image.registry, image.repository].filter(Boolean).join('/');
  return `write in ${image.file}:${image.position.line}: ${name}:${version}`;
}
