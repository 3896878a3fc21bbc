import { ImageError } from './image-error';
import { type ImageName, parseImageName } from './image-name';
import { parseJson } from './manifest';
import { RegistryClient } from './registry-client';
import { IMAGE, type ImageOptions, withinLimits } from './within-limits';

/** A repository has some hundred tags; so many pages are no list any more. */
const MAX_PAGES = 200;
/** How many are asked for at once; registries send fewer if they like. */
const PAGE_SIZE = 1000;

/**
 * The tags of a repository (OCI distribution specification 1.1, "Listing Tags"), in the order of the registry.
 *
 * @param name `heroiclabs/nakama`, with or without `image:`; no tag
 * @throws InputError (ImageError) with what is wrong and its fix; the signal's reason if it was aborted
 */
export async function listTags(name: string, options: ImageOptions): Promise<string[]> {
  const plain = name.startsWith(IMAGE) ? name.slice(IMAGE.length) : name;
  const image = parseImageName(plain);
  requireRepository(image);
  return withinLimits(plain, options, async (limits, signal) => {
    const { env, insecure = [] } = options;
    const client = new RegistryClient(image, { name: plain, env, insecure, limits, signal });
    const tags: string[] = [];
    const asked = new Set<string>();
    for (let query: string | undefined = `?n=${PAGE_SIZE}`; query !== undefined; ) {
      if (asked.has(query) || asked.size === MAX_PAGES) throw endless(plain, image.host, asked.size);
      asked.add(query);
      const answer = await client.ask('GET', `tags/list${query}`, { accept: 'application/json' }, 'tags');
      const bytes = await client.http.read(answer, limits.manifestBytes, 'the list of tags');
      tags.push(...tagsIn(bytes, plain));
      query = nextQuery(answer.headers.link, answer.url);
    }
    return [...new Set(tags)];
  });
}

/** @throws InputError if a tag or a digest is named */
function requireRepository({ text, tag, digest }: ImageName): void {
  const [name = ''] = text.split('@', 1);
  const hasTag = name.endsWith(`:${tag}`);
  if (!hasTag && digest === undefined) return;
  const repository = hasTag ? name.slice(0, -(tag.length + 1)) : name;
  throw new ImageError('unsupported', {
    file: text,
    message: 'this names one image, not the repository whose tags are listed',
    expected: repository,
    fix: `leave out what follows: --image ${repository}`,
  });
}

function tagsIn(bytes: Buffer, name: string): string[] {
  const { tags } = parseJson(bytes, name, 'the list of tags');
  // A repository whose tags were all deleted has null.
  if (tags === null) return [];
  if (Array.isArray(tags)) return tags.filter((tag) => typeof tag === 'string');
  throw new ImageError('damaged', {
    file: name,
    message: 'the list of tags has no tags',
    expected: '"tags": ["3.40.0"]',
    fix: 'check the name of the registry: something else than a registry may answer there',
  });
}

/**
 * What the next page is asked with (RFC 8288: `</v2/…/tags/list?n=1000&last=3.9.0>; rel="next"`). Only the query counts:
 * where the user's login goes is not for the answer to say.
 */
function nextQuery(link: string | string[] | undefined, base: URL): string | undefined {
  const [, target] = /<([^>]*)>\s*;[^,]*\brel="?next\b/i.exec([link ?? []].flat().join(', ')) ?? [];
  return target !== undefined && URL.canParse(target, base.href) ? new URL(target, base).search : undefined;
}

function endless(name: string, host: string, pages: number): ImageError {
  return new ImageError('too-large', {
    file: name,
    message: `the list of tags does not end: ${host} names another page after ${pages}`,
    fix: 'ask those who keep the registry',
  });
}
