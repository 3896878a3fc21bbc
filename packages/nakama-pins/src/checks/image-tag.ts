import type { Found } from '../findings/finding';
import type { ImageTag, NamedImage } from '../findings/wording/image-tag';
import { effectiveGo, goLinesOf } from '../go-module/effective-go';
import type { ImageUse } from '../images/image-use';
import {
  bareReleaseOf,
  imageName,
  isDebugServer,
  isNakamaBuilder,
  isNakamaServer,
  namesRelease,
  releaseOf,
} from '../images/nakama-images';
import { byKey } from '../input/by-key';
import { builderGo, golangImage } from '../releases/builder-images';
import { serverImageOf } from '../releases/release-images';
import type { Release } from '../releases/release-model';
import { DEBUG_VARIANT, publishedRelease, variantName } from '../releases/variants';
import { type CheckInput, defineCheck } from './define-check';
import { builderTagFor, serverImageFor } from './release-image';

type Finds = Iterable<Found<'image-tag'>>;

/**
 * The Docker images that build the plugin and run the server, against the release: the server image must be the
 * release, and whatever builds the plugin must have the server's Go.
 */
export const imageTag = defineCheck('image-tag', function* (input) {
  const { facts, release, releases } = input;
  for (const image of facts.images) {
    const judged: Judged = { release, from: facts.releaseImage };
    if (isNakamaServer(image)) {
      if (isOtherServer(image, facts.images, release)) continue;
      if (isOfRelease(image, release)) yield* otherVariant(image, judged, input);
      else yield* server(image, judged);
    } else if (isNakamaBuilder(image)) {
      const tagged = releases(releaseOf(image));
      if (!switchesTo(image, tagged && builderGo(tagged), input)) yield* builder(image, judged, tagged);
    } else if (image.repository === 'golang' && image.buildsPlugin) {
      if (!switchesTo(image, versionOf(image), input)) yield* golang(image, judged);
    }
  }
});

/** The release, and the image that names it if nakama.json does not. */
interface Judged {
  readonly release: Release;
  readonly from: ImageUse | undefined;
}

/** Whether GOTOOLCHAIN makes the image's go run the server's Go, whatever the image has. */
function switchesTo(
  { toolchain }: ImageUse,
  local: string | undefined,
  { facts: { goMod }, release }: CheckInput,
): boolean {
  if (toolchain === undefined) return false;
  return effectiveGo({ local, toolchain, lines: goLinesOf(goMod) }) === release.go;
}

function versionOf({ tag }: ImageUse): string | undefined {
  return /^\d+(\.\d+)*((beta|rc)\d+)?/.exec(tag ?? '')?.[0];
}

const serversOf = byKey((image: ImageUse) => (isNakamaServer(image) ? `${serverRelease(image)}` : ''));
const serversInFile = byKey((image: ImageUse) =>
  isNakamaServer(image) ? `${serverRelease(image)} ${image.file}` : '',
);

/** A compose file may run servers of two releases side by side: the plugin's is the one of its release. */
function isOtherServer(image: ImageUse, images: readonly ImageUse[], { version }: Release): boolean {
  return image.kind !== 'dockerfile' && serversInFile(images, `${version} ${image.file}`).length > 0;
}

/** The release, and the variant of it, that a server's image has: `3.40.0-dsym` of heroiclabs/nakama-dsym:3.40.0. */
function serverRelease(image: ImageUse): string | undefined {
  const release = bareReleaseOf(image);
  return release !== undefined && isDebugServer(image) ? variantName(release, DEBUG_VARIANT) : release;
}

/** Whether the image's tag is the release's, be it another variant of it or not. */
function isOfRelease(image: ImageUse, { version }: Release): boolean {
  const tag = bareReleaseOf(image);
  return tag !== undefined && (tag === version || tag === publishedRelease(version));
}

/** One server of a release is not the other: what is compiled in another way has other fingerprints. */
function* otherVariant(image: ImageUse, judged: Judged, { facts, releases }: CheckInput): Finds {
  const { version } = judged.release;
  const own = serverRelease(image);
  if (own === undefined || own === version) return;
  // A server for a debugger stands beside the one that the plugin is judged for.
  if (serversOf(facts.images, version).length > 0) return;
  const isKnown = releases(own) !== undefined;
  const name = imageName(image).replace(/-dsym$/, '');
  const wanted = serverImageOf(judged.release, name) ?? `${name}:${publishedRelease(version)}`;
  yield found('warning', image, { kind: 'other variant', ...about(image, judged), wanted, own, isKnown });
}

function* server(image: ImageUse, judged: Judged): Finds {
  yield unknownTag(image, judged) ?? found('error', image, { kind: 'server', ...about(image, judged) });
}

/** @param tagged the release that the image's tag names, where it is known */
function* builder(image: ImageUse, judged: Judged, tagged: Release | undefined): Finds {
  const { release } = judged;
  const go = tagged && builderGo(tagged);
  const subject = about(image, judged);
  if (bareReleaseOf(image) === builderTagFor(image, release)) {
    if (go === undefined || go === release.go) return;
    const golang = golangImage(release);
    yield found('error', image, { kind: 'own builder', ...subject, builderGo: go, golang });
    return;
  }
  const golang = builderGo(release) === release.go ? undefined : golangImage(release);
  yield unknownTag(image, judged) ??
    // The image brings nothing but its Go: with the server's own one the plugin loads all the same.
    found(go === release.go ? 'warning' : 'error', image, {
      kind: 'other builder',
      ...subject,
      builderGo: go,
      golang,
    });
}

function* golang(image: ImageUse, judged: Judged): Finds {
  const { release } = judged;
  const version = versionOf(image);
  if (version === release.go) return;
  // golang:1.25 and golang:latest move; golang:1.25.5 does not.
  const moves = (version?.split('.').length ?? 0) < 3;
  const mayMatch = version === undefined || release.go.startsWith(`${version}.`);
  const floats = moves && mayMatch;
  yield found(floats ? 'warning' : 'error', image, {
    kind: 'golang',
    ...about(image, judged),
    version,
    floats,
    golang: golangImage(release),
  });
}

function unknownTag(image: ImageUse, judged: Judged): Found<'image-tag'> | undefined {
  if (image.unresolved === undefined && namesRelease(image)) return undefined;
  const subject = about(image, judged);
  if (image.digest !== undefined && image.tag === undefined)
    return found('warning', image, { kind: 'digest alone', ...subject });
  return found(
    'warning',
    image,
    image.unresolved
      ? {
          kind: 'unresolved',
          ...subject,
          variable: image.unresolved,
          isDockerfile: image.kind === 'dockerfile',
        }
      : { kind: 'no release', ...subject },
  );
}

function about(
  image: ImageUse,
  { release, from }: Judged,
): Pick<ImageTag, 'image' | 'wanted' | 'release' | 'go' | 'from'> {
  const named: NamedImage = {
    file: image.file,
    line: image.position.line,
    raw: image.raw,
    name: imageName(image),
    tag: image.tag,
    digest: image.digest,
    written: writtenTag(image),
  };
  const place = from && `${from.file}:${from.position.line}:${from.position.column}`;
  const wanted = isNakamaServer(image)
    ? serverImageFor(image, release)
    : `${named.name}:${builderTagFor(image, release)}`;
  return { image: named, wanted, release: release.version, go: release.go, from: place };
}

function writtenTag({ tag = '', tagLocation }: ImageUse): NamedImage['written'] {
  if (!tagLocation) return undefined;
  const { file, position, before, after } = tagLocation;
  return {
    file,
    line: position.line,
    text: tag.slice(before.length, tag.length - after.length),
    before,
    after,
  };
}

/** A file that is not the plugin's own may be of another deployment: there it is a warning. */
function found(
  severity: Found<'image-tag'>['severity'],
  { file, position, isFar }: ImageUse,
  data: ImageTag,
): Found<'image-tag'> {
  return { severity: isFar ? 'warning' : severity, location: { file, ...position }, data };
}
