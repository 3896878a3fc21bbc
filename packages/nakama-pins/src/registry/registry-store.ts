import { join } from 'node:path';
import { Arrival } from './arrival';
import { downloadBlob, wrongDigest } from './blob-download';
import { digestOf, isDigest } from './digest';
import type { DocumentCache } from './document-cache';
import { discard, type HttpOptions } from './http';
import { ImageError, type ImageFault } from './image-error';
import type { ImageName } from './image-name';
import type { Descriptor, ImageDocument, ImageStore, LayerFile, OnBytes } from './image-store';
import { inBytes } from './limits';
import { ACCEPTED } from './media-types';
import { RegistryClient } from './registry-client';

/** Faults of a HEAD, whose answer has no reason. */
const SAID_BY_GET: ReadonlySet<ImageFault> = new Set(['not-found', 'unauthorized', 'unsupported']);

/** An image at a registry (OCI distribution specification 1.1). */
export class RegistryStore implements ImageStore {
  readonly name: string;
  private readonly client: RegistryClient;

  constructor(
    private readonly image: ImageName,
    private readonly options: HttpOptions,
    private readonly cache: DocumentCache,
  ) {
    this.name = options.name;
    this.client = new RegistryClient(image, options);
  }

  async top(): Promise<ImageDocument> {
    const { tag, digest } = this.image;
    if (digest !== undefined) return this.document(digest);
    const known = await this.digestOfTag(tag);
    // By the digest, because the tag may move meanwhile.
    return known === undefined ? this.get(tag, `the tag ${tag}`, undefined) : this.document(known);
  }

  async manifest({ digest, size }: Descriptor): Promise<ImageDocument> {
    this.refuseLarge(size, 'the manifest');
    return this.document(digest);
  }

  async config({ digest, size }: Descriptor): Promise<Buffer> {
    this.refuseLarge(size, 'the config of the image');
    const cached = this.cache.read(digest);
    if (cached) return cached;
    const what = 'the config of the image';
    const answer = await this.client.ask('GET', `blobs/${digest}`, {}, what);
    const bytes = await this.client.http.read(answer, this.options.limits.manifestBytes, what);
    const found = digestOf(bytes, digest);
    if (found !== digest) throw wrongDigest(this.name, what, digest, found);
    await this.cache.write(digest, bytes);
    return bytes;
  }

  async layer(descriptor: Descriptor, folder: string, onBytes: OnBytes): Promise<LayerFile> {
    const path = join(folder, descriptor.digest.replace(':', '-'));
    const { limits, signal } = this.options;
    const { client, name } = this;
    const arrival = new Arrival((onWritten) =>
      downloadBlob({ client, descriptor, file: path, name, limits, signal, onBytes, onWritten }),
    );
    // From now on the file is there. An empty one has nothing to wait for but its end.
    await (descriptor.size > 0 ? arrival.reached(1) : arrival.whole);
    return { path, start: 0, size: descriptor.size, arrival };
  }

  /** Asked by HEAD, because Docker Hub counts each GET of a manifest. Undefined if the registry does not say. */
  private async digestOfTag(tag: string): Promise<string | undefined> {
    const what = `the tag ${tag}`;
    const answer = await this.client.ask('HEAD', `manifests/${tag}`, { accept: ACCEPTED }, what).catch(
      // Some registries know GET alone; that one says what is wrong.
      (error: unknown) => {
        if (error instanceof ImageError && SAID_BY_GET.has(error.fault)) return undefined;
        throw error;
      },
    );
    if (answer) discard(answer);
    const said = answer?.headers['docker-content-digest'];
    return isDigest(said) ? said : undefined;
  }

  private async document(digest: string): Promise<ImageDocument> {
    const cached = this.cache.read(digest);
    return cached ? { bytes: cached, digest } : this.get(digest, `the digest ${digest}`, digest);
  }

  private async get(reference: string, what: string, expected: string | undefined): Promise<ImageDocument> {
    const answer = await this.client.ask('GET', `manifests/${reference}`, { accept: ACCEPTED }, what);
    const bytes = await this.client.http.read(answer, this.options.limits.manifestBytes, 'the manifest');
    const digest = digestOf(bytes, expected);
    if (expected !== undefined && digest !== expected) {
      throw wrongDigest(this.name, 'the manifest', expected, digest);
    }
    await this.cache.write(digest, bytes);
    const mediaType = answer.headers['content-type'];
    return { bytes, digest, ...(typeof mediaType === 'string' && { mediaType }) };
  }

  private refuseLarge(size: number, what: string): void {
    const { manifestBytes } = this.options.limits;
    if (size <= manifestBytes) return;
    throw new ImageError('too-large', {
      file: this.name,
      message: `${what} is too large`,
      expected: `at most ${inBytes(manifestBytes)}`,
      found: inBytes(size),
      fix: 'name the image of a Nakama server',
    });
  }
}
