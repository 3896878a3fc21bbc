import * as semver from 'semver';
import { listTags } from '../registry/list-tags';
import type { ImageOptions } from '../registry/within-limits';
import { SERVER_IMAGE, variantName, variantOfRepository } from '../releases/variants';

/** A release that a repository of images has. */
export interface RemoteRelease {
  /** As the catalog calls it: `3.41.0`, and `3.41.0-dsym` where the repository is that of a variant. */
  readonly version: string;
  /** `3.41.0`, `v3.41.0` */
  readonly tag: string;
  /** The catalog, or a file in `nakama-releases/`, has it. */
  readonly known: boolean;
  /** The command that adds it; left out if it is known, or older than the catalog. */
  readonly add?: string;
}

export interface RemoteReleases {
  /** The repository that was asked. */
  readonly image: string;
  /** Newest first. */
  readonly releases: readonly RemoteRelease[];
  /** How many tags name no release: `latest`, `3.40.0-arm64`. */
  readonly otherTags: number;
}

export interface RemoteReleasesOptions extends ImageOptions {
  /** The repository; the official one by default. */
  readonly image?: string;
}

/**
 * The releases that a registry has. Only tags that are a version count.
 *
 * @param known those of the catalog, newest first
 * @throws InputError if the registry can't be asked
 */
export async function remoteReleases(
  known: readonly string[],
  options: RemoteReleasesOptions,
): Promise<RemoteReleases> {
  const image = (options.image ?? SERVER_IMAGE).replace(/^image:/, '');
  const tags = await listTags(image, options);
  const variant = variantOfRepository(image);
  const oldest = known.at(-1);
  const releases = tags.filter(isVersion).map((tag) => {
    const version = variantName(tag.replace(/^v/, ''), variant);
    const isKnown = known.includes(version);
    const isOlder = oldest !== undefined && semver.lt(version, oldest);
    const add = isKnown || isOlder ? undefined : addCommand(image, tag, options.insecure ?? []);
    return { version, tag, known: isKnown, ...(add !== undefined && { add }) };
  });
  const newestFirst = releases.sort((a, b) => semver.rcompare(a.version, b.version));
  return { image, releases: newestFirst, otherTags: tags.length - releases.length };
}

function isVersion(tag: string): boolean {
  return tag.length <= 64 && /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(tag);
}

function addCommand(image: string, tag: string, insecure: readonly string[]): string {
  const what = image === SERVER_IMAGE && !tag.startsWith('v') ? tag : `image:${image}:${tag}`;
  const host = insecure.find((name) => image.startsWith(`${name}/`));
  return `npx nakama-pins releases add ${what}${host === undefined ? '' : ` --insecure ${host}`}`;
}
