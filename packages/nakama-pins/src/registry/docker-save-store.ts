import { readConfig } from './config';
import { compressionOf, firstBytes, rangeOf, unpacked } from './decompress';
import { digestOf, isDigest, shortDigest } from './digest';
import { ImageError, quoted } from './image-error';
import type { Descriptor, ImageDocument, ImageStore, LayerFile, OnBytes } from './image-store';
import { type LocalStoreOptions, whichImage } from './layout-store';
import { isObject } from './manifest';
import { changed, digestOfStream, readSmall, requireFile } from './stored-bytes';
import type { StoredFiles } from './stored-files';

/** One image of manifest.json. */
interface SavedImage {
  readonly config: string;
  readonly names: readonly string[];
  /** Paths, the lowest first. */
  readonly layers: readonly string[];
}

/**
 * An image in a tar of `docker save` (https://github.com/moby/docker-image-spec/blob/main/spec.md, combined image JSON
 * and filesystem changeset format). It has no manifest: one is made of its config, whose list of layers, unpacked, is
 * what verifies them.
 */
export class DockerSaveStore implements ImageStore {
  readonly name: string;
  private readonly paths = new Map<string, string>();

  constructor(
    private readonly files: StoredFiles,
    private readonly options: LocalStoreOptions,
  ) {
    this.name = files.name;
  }

  async top(): Promise<ImageDocument> {
    const image = await this.chosen();
    const bytes = await this.small(image.config, 'the config of the image');
    const { diffIds } = readConfig(bytes, this.name);
    if (diffIds.length !== image.layers.length || !diffIds.every(isDigest)) {
      throw this.damaged(
        `its config names ${diffIds.length} layers, and manifest.json ${image.layers.length}`,
      );
    }
    const config = digestOf(bytes);
    // Its name is its digest, in all versions of Docker, podman and skopeo.
    const named = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(image.config)?.[1];
    if (named !== undefined && `sha256:${named}` !== config) {
      throw changed(this.name, 'the config of the image', `sha256:${named}`, config);
    }
    this.paths.set(config, image.config);
    diffIds.forEach((diffId, index) => this.paths.set(diffId, image.layers[index] ?? ''));
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        config: {
          mediaType: 'application/vnd.docker.container.image.v1+json',
          digest: config,
          size: bytes.length,
        },
        layers: diffIds.map((digest) => ({
          mediaType: 'application/vnd.docker.image.rootfs.diff.tar',
          digest,
          size: 0,
        })),
      }),
    );
    return { bytes: manifest, digest: digestOf(manifest) };
  }

  manifest(): Promise<ImageDocument> {
    throw new Error('what is made of one image names no other');
  }

  config({ digest }: Descriptor): Promise<Buffer> {
    return this.small(this.paths.get(digest) ?? '', 'the config of the image');
  }

  async layer({ digest }: Descriptor, _folder: string, onBytes: OnBytes): Promise<LayerFile> {
    const what = `the layer ${shortDigest(digest)}`;
    const file = await requireFile(this.files, this.paths.get(digest) ?? '', what);
    onBytes(0, file.size);
    const { limits, signal } = this.options;
    const isPlain = compressionOf(await firstBytes(file, 4)) === 'none';
    // Some tools compress the layers all the same; the config knows them unpacked.
    const stream = isPlain
      ? rangeOf(file, signal)
      : await unpacked(file, { name: this.name, limits, signal });
    const found = await digestOfStream(stream, digest).catch((error: unknown) => {
      signal.throwIfAborted();
      if (error instanceof ImageError) throw error;
      throw this.damaged(`${what} is cut: ${quoted((error as Error).message)}`);
    });
    if (found !== digest) throw changed(this.name, what, digest, found);
    onBytes(file.size, file.size);
    return file;
  }

  private async chosen(): Promise<SavedImage> {
    const images = readSaved(await this.small('manifest.json', 'manifest.json'));
    const { image } = this.options;
    const chosen = images.filter(({ names }) => image === undefined || names.includes(image));
    const [first] = chosen;
    if (first && chosen.length === 1) return first;
    throw whichImage(
      this.name,
      images.flatMap(({ names }) => names),
      image,
    );
  }

  private async small(path: string, what: string): Promise<Buffer> {
    const file = await requireFile(this.files, path, what);
    return readSmall(file, this.options.limits, this.name, what);
  }

  private damaged(message: string): ImageError {
    return new ImageError('damaged', { file: this.name, message, fix: 'save the image again: docker save' });
  }
}

function readSaved(bytes: Buffer): SavedImage[] {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    return [];
  }
  if (!Array.isArray(json)) return [];
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
  return json.filter(isObject).map(({ Config: config, RepoTags: names, Layers: layers }) => ({
    config: typeof config === 'string' ? config : '',
    names: texts(names),
    layers: texts(layers),
  }));
}
