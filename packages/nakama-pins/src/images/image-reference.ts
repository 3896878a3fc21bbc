import { InputError, type Position } from '../input/problem';
import type { ImageUse } from './image-use';
import type { Substitution } from './substitution';
import { tagLocationIn } from './tag-location';

type ImageReference = Pick<
  ImageUse,
  'repository' | 'registry' | 'tag' | 'tagLocation' | 'digest' | 'unresolved'
>;

/**
 * Splits an image reference: `[host[:port]/]path[:tag][@digest]`
 * (https://pkg.go.dev/github.com/distribution/reference). Official images lose their `library/`.
 * A tag or digest that holds a variable without a value is left out.
 *
 * @throws InputError if no image can have that name
 */
export function readImageReference(
  { value, pieces, unresolved, variables }: Substitution,
  file: string,
  position: Position,
): ImageReference {
  if (!/^[\w./:@-]*$/.test(value.replace(/\$\{\w+\}/g, ''))) {
    throw new InputError([
      {
        file,
        position,
        message: 'this is not an image reference',
        expected: '[registry/]name[:tag][@digest]',
        found: JSON.stringify(value.slice(0, 80)),
        fix: 'write a reference such as heroiclabs/nakama:3.40.0',
      },
    ]);
  }
  const [name = '', digest] = split(value, value.indexOf('@'));
  const colon = name.lastIndexOf(':');
  // A colon before a slash belongs to the registry's port.
  const [fullPath, tag] = split(name, colon > name.lastIndexOf('/') ? colon : -1);
  const { registry, path } = splitRegistry(fullPath);
  return {
    repository: path.replace(OFFICIAL_IMAGES, ''),
    registry,
    tag: known(tag),
    // The digest is that of the image with this tag; with another tag it would be wrong.
    tagLocation: known(tag) && digest === undefined ? tagLocationIn(pieces, colon + 1) : undefined,
    digest: known(digest),
    // `ARG V=` and `golang:$V`: there is a value, but no tag.
    unresolved: unresolved ?? (tag === '' || value === '' ? variables.at(-1) : undefined),
  };
}

/** Docker Hub's own namespace, and its mirror at public.ecr.aws. */
const OFFICIAL_IMAGES = /^(docker\/)?library\//;

function splitRegistry(path: string): { registry?: string; path: string } {
  const slash = path.indexOf('/');
  if (slash < 0) return { path };
  const host = path.slice(0, slash);
  const rest = path.slice(slash + 1);
  // A variable without a value is taken for the registry if organisation and name follow it.
  const isRegistry = /[.:]|^localhost$/.test(host) || (host.includes('${') && rest.includes('/'));
  return isRegistry ? { registry: host, path: rest } : { path };
}

function split(text: string, at: number): [string, string | undefined] {
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function known(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text.includes('${') ? undefined : text;
}
