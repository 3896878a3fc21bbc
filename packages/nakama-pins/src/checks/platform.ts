import { golangImage } from '../releases/builder-images';
import type { ImageUse } from '../images/image-use';
import type { Release } from '../releases/release-model';
import { defineCheck, type FindingDraft } from './define-check';

/** What `go build -buildmode=plugin` supports (cmd/dist, internal/platform.BuildModeSupported) and Nakama's images run. */
const SERVER_PLATFORMS = ['linux/amd64', 'linux/arm64'];

/** A plugin runs inside the server's process: the same system, processor and C library. */
export const platform = defineCheck('platform', function* ({ facts, release }) {
  for (const target of facts.platforms) {
    if (release.measuredPlatforms.includes(target) || SERVER_PLATFORMS.includes(target)) continue;
    yield {
      severity: 'error',
      location: facts.platformsLocation,
      subject: target,
      expected: SERVER_PLATFORMS.join(' or '),
      actual: target,
      message: `Nakama ${release.version} does not run on ${target}: its server is ${SERVER_PLATFORMS.join(' and ')}`,
      fix: `write in ${facts.platformsLocation.file}: "platforms": ["linux/amd64"]`,
    };
  }
  for (const image of facts.images) {
    const draft = muslStage(image, release) ?? otherPlatform(image, facts.platforms);
    if (draft) yield draft;
  }
});

function muslStage(image: ImageUse, release: Release): FindingDraft | undefined {
  const serverBase = release.serverImageBase;
  const isMusl = image.repository === 'alpine' || /(^|-)alpine/.test(image.tag ?? '');
  if (!image.buildsPlugin || !isMusl) return undefined;
  return {
    severity: 'error',
    location: { file: image.file, ...image.position },
    subject: image.raw,
    expected: `a glibc image no newer than ${serverBase}`,
    actual: image.raw,
    message: `${image.raw} builds the plugin against musl (libc.so), the server (${serverBase}) has glibc: dlopen fails`,
    fix: `build on ${golangImage(release)} or heroiclabs/nakama-pluginbuilder`,
  };
}

function otherPlatform(image: ImageUse, platforms: readonly string[]): FindingDraft | undefined {
  const named = normalise(image.platform);
  if (!named || platforms.includes(named) || !isNakama(image)) return undefined;
  return {
    severity: 'error',
    location: { file: image.file, ...image.position },
    subject: image.raw,
    expected: platforms.join(' or '),
    actual: named,
    message: `${image.raw} is taken for ${named}, the workspace builds plugins for ${platforms.join(', ')}`,
    fix: `add "${named}" to "platforms" in nakama.json, or drop the platform here`,
  };
}

/** `linux/arm64/v8` → `linux/arm64`; a build variable names no platform. */
function normalise(platform: string | undefined): string | undefined {
  return platform === undefined || platform.includes('$')
    ? undefined
    : platform.split('/').slice(0, 2).join('/');
}

function isNakama({ repository }: ImageUse): boolean {
  return repository.startsWith('heroiclabs/nakama');
}
