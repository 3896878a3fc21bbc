import { basename } from 'node:path';
import * as semver from 'semver';
import { InputError } from '../input/problem';
import {
  ARCHIVE_VARIANT,
  DEBUG_VARIANT,
  publishedRelease,
  variantName,
  variantOf,
} from '../releases/variants';

/** A server that Heroic Labs publishes, by what it is asked for with. */
export interface PublishedName {
  /** `3.40.0`: the source is of this version. */
  readonly version: string;
  /** Undefined for the official image's server. */
  readonly variant: string | undefined;
}

/** A mirror keeps the name after its own path. */
const OFFICIAL_IMAGE = /^image:(?:.+\/)?heroiclabs\/nakama(-dsym)?:v?(\d+\.\d+\.\d+)(?:@.*)?$/;

/** As the assets of a GitHub release are called: `nakama-3.40.0-linux-amd64.tar.gz`. */
const OFFICIAL_ARCHIVE = /^nakama-v?(\d+\.\d+\.\d+)-linux-[a-z0-9]+\.(?:tar\.gz|tgz|tar|tar\.zst|zip)$/;

/** Whether an image is named as Heroic Labs' own, at Docker Hub or their registry: a mirror may have another. */
export function isOfficialImage(what: string): boolean {
  return (
    /^image:(?:docker\.io\/|registry\.heroiclabs\.com\/)?heroiclabs\//.test(what) && OFFICIAL_IMAGE.test(what)
  );
}

/** The server that a word, an image or a file is called after; undefined of one that may be anybody's. */
export function publishedName(what: string, version: string | undefined): PublishedName | undefined {
  if (version !== undefined) {
    const published = publishedRelease(version);
    return { version: published, variant: published === version ? undefined : variantOf(version) };
  }
  const [, debug, tag] = OFFICIAL_IMAGE.exec(what) ?? [];
  if (tag !== undefined) return { version: tag, variant: debug === undefined ? undefined : DEBUG_VARIANT };
  const archived = what.startsWith('image:') ? undefined : OFFICIAL_ARCHIVE.exec(basename(what))?.[1];
  return archived === undefined ? undefined : { version: archived, variant: ARCHIVE_VARIANT };
}

/**
 * What the release is called.
 *
 * @param given by the user
 * @param own the version that the program carries itself
 * @throws InputError if it has no name, or no valid one
 */
export function releaseName(
  given: string | undefined,
  published: PublishedName | undefined,
  own: string | undefined,
  what: string,
): string {
  const name = given ?? (published ? variantName(published.version, published.variant) : own);
  const plain = name?.replace(/^v(?=\d)/, '');
  if (plain !== undefined && semver.valid(plain) === plain) return plain;
  throw new InputError([
    {
      file: name === undefined ? what : '--name',
      message:
        name === undefined
          ? 'the program does not say which version it is'
          : 'this is not a valid name for a release',
      expected: 'a version such as 3.40.0 or 3.40.1-ours.1',
      ...(name !== undefined && { found: name.slice(0, 80) }),
      fix: 'name it: --name 3.40.1-ours.1',
    },
  ]);
}
