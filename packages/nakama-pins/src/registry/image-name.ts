import { readImageReference } from '../images/image-reference';
import { InputError } from '../input/problem';
import { isDigest } from './digest';

/** An image at a registry. */
export interface ImageName {
  /** As it was written. */
  readonly text: string;
  /** Where the registry answers: `registry-1.docker.io`, `registry.example.com:5000`. */
  readonly host: string;
  /** How `docker login` calls the registry in config.json. */
  readonly login: string;
  /** `heroiclabs/nakama`, `library/golang` */
  readonly repository: string;
  readonly tag: string;
  /** Goes before the tag. */
  readonly digest?: string;
}

const DOCKER_HUB: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/** The path and tag of https://pkg.go.dev/github.com/distribution/reference. */
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/;

/**
 * Reads `[host[:port]/]path[:tag][@digest]`; without a host it is at Docker Hub, without a tag `latest`.
 *
 * @throws InputError if no image can have that name
 */
export function parseImageName(text: string): ImageName {
  const plain = /^[\w./:@-]+$/.test(text)
    ? readImageReference({ value: text, pieces: [], variables: [] }, text, { line: 1, column: 1 })
    : undefined;
  if (!plain) throw noImage(text);
  const { registry, tag, digest } = plain;
  const hasDigest = text.includes('@');
  const path = pathOf(text, registry, tag);
  const isHub = registry === undefined || DOCKER_HUB.has(registry);
  const repository = isHub && !path.includes('/') ? `library/${path}` : path;
  const isName =
    REPOSITORY.test(repository) &&
    (registry === undefined || HOST.test(registry)) &&
    (tag === undefined || TAG.test(tag)) &&
    hasDigest === isDigest(digest);
  if (!isName) throw noImage(text);
  return {
    text,
    host: isHub ? 'registry-1.docker.io' : registry,
    login: isHub ? 'https://index.docker.io/v1/' : registry,
    repository,
    tag: tag ?? 'latest',
    ...(digest !== undefined && { digest }),
  };
}

/** The path as written: the shared parser takes `library/` away, which other registries have as a project. */
function pathOf(text: string, registry: string | undefined, tag: string | undefined): string {
  const [name = ''] = text.split('@', 1);
  const start = registry === undefined ? 0 : registry.length + 1;
  return name.slice(start, tag === undefined ? undefined : -(tag.length + 1));
}

function noImage(text: string): InputError {
  return new InputError([
    {
      file: text.slice(0, 200),
      message: 'this is not the name of an image',
      expected: '[registry/]name[:tag][@sha256:…], in small letters',
      fix: 'write a name such as heroiclabs/nakama:3.40.0',
    },
  ]);
}
