import type { Found } from '../findings/finding';
import type { ImageTag, NamedImage } from '../findings/wording/image-tag';
import type { ImageUse } from '../images/image-use';
import { isNakamaBuilder, isNakamaServer, releaseOfTag } from '../images/nakama-images';
import { builderGo, golangImage } from '../releases/builder-images';
import type { Release } from '../releases/release-model';
import { defineCheck } from './define-check';

type Finds = Iterable<Found<'image-tag'>>;

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

function* server(image: ImageUse, release: Release): Finds {
  if (releaseOfTag(image.tag) === release.version) return;
  yield unknownTag(image, release) ?? found('error', image, { kind: 'server', ...about(image, release) });
}

/** @param tagged the release that the image's tag names, where it is known */
function* builder(image: ImageUse, release: Release, tagged: Release | undefined): Finds {
  const go = tagged && builderGo(tagged);
  const subject = about(image, release);
  if (releaseOfTag(image.tag) === release.version) {
    if (go === undefined || go === release.go) return;
    const golang = golangImage(release);
    yield found('error', image, { kind: 'own builder', ...subject, builderGo: go, golang });
    return;
  }
  const golang = builderGo(release) === release.go ? undefined : golangImage(release);
  yield unknownTag(image, release) ??
    // The image brings nothing but its Go: with the server's own one the plugin loads all the same.
    found(go === release.go ? 'warning' : 'error', image, {
      kind: 'other builder',
      ...subject,
      builderGo: go,
      golang,
    });
}

function* golang(image: ImageUse, release: Release): Finds {
  const version = /^\d+(\.\d+)*((beta|rc)\d+)?/.exec(image.tag ?? '')?.[0];
  if (version === release.go) return;
  // golang:1.25 and golang:latest move; golang:1.25.5 does not.
  const moves = (version?.split('.').length ?? 0) < 3;
  const mayMatch = version === undefined || release.go.startsWith(`${version}.`);
  const floats = moves && mayMatch;
  yield found(floats ? 'warning' : 'error', image, {
    kind: 'golang',
    ...about(image, release),
    version,
    floats,
    golang: golangImage(release),
  });
}

function unknownTag(image: ImageUse, release: Release): Found<'image-tag'> | undefined {
  if (image.unresolved === undefined && image.tag !== undefined && image.tag !== 'latest') return undefined;
  const subject = about(image, release);
  if (image.digest !== undefined && image.tag === undefined)
    return found('warning', image, { kind: 'digest alone', ...subject });
  return found(
    'warning',
    image,
    image.unresolved
      ? { kind: 'unresolved', ...subject, variable: image.unresolved }
      : { kind: 'no release', ...subject },
  );
}

function about(image: ImageUse, { version, go }: Release): Pick<ImageTag, 'image' | 'release' | 'go'> {
  const named: NamedImage = {
    file: image.file,
    line: image.position.line,
    raw: image.raw,
    name: [image.registry, image.repository].filter(Boolean).join('/'),
    tag: image.tag,
    digest: image.digest,
  };
  return { image: named, release: version, go };
}

function found(
  severity: Found<'image-tag'>['severity'],
  { file, position }: ImageUse,
  data: ImageTag,
): Found<'image-tag'> {
  return { severity, location: { file, ...position }, data };
}
