import { groupBy } from '../input/group-by';
import { InputError } from '../input/problem';
import type { Platform, Release, ReleaseOrigin } from '../releases/release-model';
import { imageOfRelease } from '../releases/variants';

/** Where the server of a release can be read again. */
export interface PublishedServer {
  /** `image:heroiclabs/nakama:3.40.0`, or a path, as `releases add` takes it. */
  readonly what: string;
  /** Those to read; undefined: all that are there. */
  readonly platforms?: readonly Platform[];
}

/**
 * Where the server of a release is published: where its file says that it was read, else the official image of its
 * version. What was read from the Go module is compared with the official image, too.
 *
 * @param image a repository that stands in for all that is named, `mirror.example.com/heroiclabs/nakama`
 * @throws InputError if nothing says it
 */
export function publishedServers(
  { version, source, origins, measuredPlatforms }: Release,
  image: string | undefined,
): readonly PublishedServer[] {
  if (image !== undefined) {
    const name = image.replace(/^image:/, '');
    return [{ what: `image:${imageOfRelease(version, name) ?? `${name}:${version}`}` }];
  }
  const wanted = measuredPlatforms.length > 0 ? measuredPlatforms : [undefined];
  const read = wanted.map((platform) => ({
    platform,
    what: whereRead(platform === undefined ? undefined : origins?.[platform], { version, source }),
  }));
  return [...groupBy(read, ({ what }) => what)].map(([what, all]) => {
    // All of an official image; a program or an archive has one platform, and need not be asked for it.
    const platforms = all.flatMap(({ platform }) => (platform && origins?.[platform] ? platform : []));
    const isPart = what.startsWith('image:') && platforms.length === all.length;
    return { what, ...(isPart && { platforms }) };
  });
}

function whereRead(
  origin: ReleaseOrigin | undefined,
  { version, source }: Pick<Release, 'version' | 'source'>,
): string {
  if (origin?.kind === 'image') return `image:${origin.name}`;
  if (origin && origin.kind !== 'module') return origin.name;
  const official = imageOfRelease(/@v(.+)$/.exec(origin?.name ?? '')?.[1] ?? version);
  if (official !== undefined) return `image:${official}`;
  throw new InputError([
    {
      file: source,
      message: `nothing says where the server of ${version} is published`,
      expected: '"origins", as npx nakama-pins releases add writes them',
      fix: `delete the file and add the release anew: npx nakama-pins releases add <image or program> --name ${version}`,
    },
  ]);
}
