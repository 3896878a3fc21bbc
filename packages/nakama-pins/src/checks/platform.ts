import type { PlatformFault } from '../findings/wording/platform';
import type { ImageUse } from '../images/image-use';
import { isNakama } from '../images/nakama-images';
import { golangImage } from '../releases/builder-images';
import type { Platform, Release } from '../releases/release-model';
import { serverPlatforms } from '../releases/server-platforms';
import { defineCheck } from './define-check';

/** A plugin runs inside the server's process: the same system, processor and C library. */
export const platform = defineCheck('platform', function* ({ facts, release }) {
  const { platforms, platformsLocation: location } = facts;
  for (const data of notOfTheServer(platforms, release, location.file)) {
    yield { severity: 'error', location, data };
  }
  for (const image of facts.images) {
    const data = muslStage(image, facts.platforms, release) ?? otherPlatform(image, facts.platforms);
    if (data)
      yield {
        severity: image.isFar ? 'warning' : 'error',
        location: { file: image.file, ...image.position },
        data,
      };
  }
});

/**
 * The platforms that no server of the release runs on.
 *
 * @param file the file that names them; undefined if an option does
 */
export function notOfTheServer(
  platforms: readonly Platform[],
  release: Release,
  file: string | undefined,
): PlatformFault[] {
  const supported = serverPlatforms(release);
  return platforms
    .filter((target) => !supported.includes(target))
    .map((target) => ({
      kind: 'not of the server',
      platform: target,
      supported,
      release: release.version,
      file,
    }));
}

function muslStage(
  image: ImageUse,
  platforms: readonly string[],
  release: Release,
): PlatformFault | undefined {
  const isMusl = image.repository === 'alpine' || /(^|-)alpine/.test(image.tag ?? '');
  if (!image.buildsPlugin || !isMusl) return undefined;
  return {
    kind: 'musl image',
    image: image.raw,
    platform: platforms.join(', '),
    serverBase: release.serverImageBase,
    golang: golangImage(release),
  };
}

function otherPlatform(image: ImageUse, platforms: readonly string[]): PlatformFault | undefined {
  const named = normalise(image.platform);
  if (!named || platforms.includes(named) || !isNakama(image)) return undefined;
  return { kind: 'image for another', image: image.raw, platform: named, platforms };
}

/** `linux/arm64/v8` → `linux/arm64`; a build variable names no platform. */
function normalise(named: string | undefined): string | undefined {
  return named === undefined || named.includes('$') ? undefined : named.split('/').slice(0, 2).join('/');
}
