import { isDigest } from './digest';
import { ImageError, quoted } from './image-error';
import type { Descriptor, ImageDocument, ImagePlatform } from './image-store';
import { documentKind, saysNothing } from './media-types';

/** The images of several platforms. */
export interface ImageIndex {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
}

/** One image. */
export interface ImageManifest {
  readonly kind: 'manifest';
  readonly config: Descriptor;
  /** The lowest first. */
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Reads an index or a manifest (OCI image specification 1.1, Docker manifest version 2 schema 2).
 *
 * @param name what messages call it
 * @param said the media type by which another document names it
 * @throws ImageError if it is neither, or not the one that it is said to be
 */
export function readDocument(
  document: ImageDocument,
  name: string,
  said?: string,
): ImageIndex | ImageManifest {
  const json = parseJson(document.bytes, name, 'the manifest');
  const kind = kindOf(json, document.mediaType, said, name);
  if (kind === 'index') {
    return { kind, manifests: listOf(json['manifests']).map((item) => descriptor(item, name)) };
  }
  return {
    kind,
    config: descriptor(json['config'], name),
    layers: listOf(json['layers']).map((item) => descriptor(item, name)),
    annotations: textsOf(json['annotations']),
  };
}

/** @throws ImageError if it is no JSON object */
export function parseJson(bytes: Buffer, name: string, what: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'));
    if (isObject(json)) return json;
  } catch {
    // Said below.
  }
  throw new ImageError('damaged', {
    file: name,
    message: `${what} is no JSON object`,
    found: JSON.stringify(quoted(bytes.toString('utf8', 0, 60))),
    fix: WRONG_PLACE,
  });
}

const WRONG_PLACE =
  'check the name of the registry: something else than a registry answers there, or changes what it sends';

/** The media types in and around a document, and its form, have to agree (CVE-2021-41190). */
function kindOf(
  json: Record<string, unknown>,
  sent: string | undefined,
  said: string | undefined,
  name: string,
): 'index' | 'manifest' {
  const own = typeof json['mediaType'] === 'string' ? json['mediaType'] : undefined;
  const types = [own, sent, said].filter((type) => type !== undefined && !saysNothing(type)) as string[];
  if (json['schemaVersion'] === 1 || types.some((type) => documentKind(type) === 'schema-1')) {
    throw new ImageError('unsupported', {
      file: name,
      message: 'this image has a manifest of schema 1, which registries gave up',
      expected: 'an OCI image, or a Docker image of schema 2',
      fix: 'push the image again with a current Docker, podman or skopeo',
    });
  }
  const form = formOf(json);
  const wrong = types.find((type) => documentKind(type) !== form);
  if (form !== undefined && wrong === undefined) return form;
  throw new ImageError('unsupported', {
    file: name,
    message:
      form === undefined ? 'this is neither an index nor a manifest' : `this ${form} is called otherwise`,
    expected: 'an OCI image, or a Docker image of schema 2',
    found: wrong === undefined ? 'JSON of another form' : `media type ${quoted(wrong)}`,
    fix: 'name the image of a Nakama server',
  });
}

function formOf(json: Record<string, unknown>): 'index' | 'manifest' | undefined {
  const isIndex = Array.isArray(json['manifests']);
  const isManifest = Array.isArray(json['layers']) && isObject(json['config']);
  if (isIndex === isManifest) return undefined;
  return isIndex ? 'index' : 'manifest';
}

function descriptor(value: unknown, name: string): Descriptor {
  const { mediaType, digest, size, platform, annotations } = isObject(value) ? value : {};
  if (typeof mediaType === 'string' && isDigest(digest) && isSize(size)) {
    return {
      mediaType,
      digest,
      size,
      ...(isObject(platform) && { platform: platformOf(platform) }),
      annotations: textsOf(annotations),
    };
  }
  throw new ImageError('damaged', {
    file: name,
    message: 'the manifest names a part without a media type, a size or a digest that can be verified',
    expected: 'sha256 or sha512',
    found: quoted(JSON.stringify(value) ?? 'nothing'),
    fix: 'push the image again',
  });
}

function platformOf({ os, architecture, variant }: Record<string, unknown>): ImagePlatform {
  return {
    os: typeof os === 'string' ? os : '',
    architecture: typeof architecture === 'string' ? architecture : '',
    ...(typeof variant === 'string' && { variant }),
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What is text in an object of texts. */
export function textsOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}
