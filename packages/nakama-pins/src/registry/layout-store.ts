import { rangeOf } from './decompress';
import { algorithmOf, digestOf, shortDigest } from './digest';
import { ImageError, quoted } from './image-error';
import type { Descriptor, ImageDocument, ImageStore, LayerFile, OnBytes } from './image-store';
import type { ImageLimits } from './limits';
import { readDocument } from './manifest';
import { changed, digestOfStream, readSmall, requireFile, verifyBytes } from './stored-bytes';
import type { StoredFiles } from './stored-files';

export interface LocalStoreOptions {
  /** Which of several images; undefined for the only one. */
  readonly image: string | undefined;
  readonly limits: ImageLimits;
  readonly signal: AbortSignal;
}

/** Names of an image in an index. */
const NAMES = ['org.opencontainers.image.ref.name', 'io.containerd.image.name'];

/** An image in an OCI layout, a folder or a tar (OCI image specification, image-layout.md). */
export class LayoutStore implements ImageStore {
  readonly name: string;

  constructor(
    private readonly files: StoredFiles,
    private readonly options: LocalStoreOptions,
  ) {
    this.name = files.name;
  }

  async top(): Promise<ImageDocument> {
    const file = await requireFile(this.files, 'index.json', 'the index');
    const bytes = await readSmall(file, this.options.limits, this.name, 'the index');
    const index = readDocument({ bytes, digest: digestOf(bytes) }, this.name);
    if (index.kind === 'manifest') return { bytes, digest: digestOf(bytes) };
    const { image } = this.options;
    const chosen = index.manifests.filter(
      ({ annotations }) => image === undefined || isCalled(annotations, image),
    );
    const [first] = chosen;
    // An index of platforms has no names, and stands for one image.
    const isOneImage =
      chosen.length > 1 && chosen.every(({ platform }) => platform !== undefined) && !named(chosen);
    if (first && isOneImage) return { bytes, digest: digestOf(bytes) };
    if (first && chosen.length === 1) return this.manifest(first);
    throw this.ambiguous(index.manifests, image);
  }

  async manifest(descriptor: Descriptor): Promise<ImageDocument> {
    const { digest, mediaType } = descriptor;
    return { bytes: await this.blob(descriptor, 'the manifest'), digest, mediaType };
  }

  async lacks({ digest }: Descriptor): Promise<boolean> {
    return (await this.files.find(pathOf(digest))) === undefined;
  }

  config(descriptor: Descriptor): Promise<Buffer> {
    return this.blob(descriptor, 'the config of the image');
  }

  async layer({ digest }: Descriptor, _folder: string, onBytes: OnBytes): Promise<LayerFile> {
    const what = `the layer ${shortDigest(digest)}`;
    const file = await requireFile(this.files, pathOf(digest), what);
    onBytes(0, file.size);
    const found = await digestOfStream(rangeOf(file, this.options.signal), digest);
    if (found !== digest) throw changed(this.name, what, digest, found);
    onBytes(file.size, file.size);
    return file;
  }

  private async blob({ digest }: Descriptor, what: string): Promise<Buffer> {
    const file = await requireFile(this.files, pathOf(digest), what);
    const bytes = await readSmall(file, this.options.limits, this.name, what);
    verifyBytes(bytes, digest, this.name, what);
    return bytes;
  }

  private ambiguous(all: readonly Descriptor[], image: string | undefined): ImageError {
    const names = all.flatMap(({ annotations }) => nameOf(annotations) ?? []);
    return whichImage(this.name, names, image);
  }
}

/** Of several images in one file the one that is wanted has to be named. */
export function whichImage(name: string, names: readonly string[], image: string | undefined): ImageError {
  const isNone = names.length === 0 && image === undefined;
  return new ImageError('not-found', {
    file: name,
    message:
      image === undefined
        ? isNone
          ? 'there is no image in it, or several without a name'
          : 'there are several images in it'
        : `there is not just one image in it that is called ${quoted(image)}`,
    ...(names.length > 0 && { found: quoted(names.join(', ')) }),
    fix: isNone
      ? 'copy one image: skopeo copy docker://<image> oci:<folder>'
      : `name one of them: --image ${names[0] ?? '<name>'}`,
  });
}

function pathOf(digest: string): string {
  const algorithm = algorithmOf(digest);
  return `blobs/${algorithm}/${digest.slice(algorithm.length + 1)}`;
}

function nameOf(annotations: Readonly<Record<string, string>>): string | undefined {
  return NAMES.map((key) => annotations[key]).find((text) => text !== undefined);
}

function isCalled(annotations: Readonly<Record<string, string>>, image: string): boolean {
  return NAMES.some((key) => annotations[key] === image);
}

function named(descriptors: readonly Descriptor[]): boolean {
  return new Set(descriptors.map(({ annotations }) => nameOf(annotations))).size > 1;
}
