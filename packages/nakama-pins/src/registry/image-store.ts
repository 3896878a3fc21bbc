import type { Arrival } from './arrival';

/** What an index, a manifest or a config is named by (OCI image specification, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly platform?: ImagePlatform;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What an index says a manifest is for. */
export interface ImagePlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** An index or a manifest as it was found. Its bytes have the digest. */
export interface ImageDocument {
  readonly bytes: Buffer;
  readonly digest: string;
  /** What its server says it is; undefined where none does. */
  readonly mediaType?: string;
}

/** A layer on this computer: a part of a file, whose bytes have the layer's digest. */
export interface LayerFile {
  readonly path: string;
  /** Bytes from the start of the file. */
  readonly start: number;
  readonly size: number;
  /** Of a layer that is still coming: its bytes have the digest when it is whole, and not before. */
  readonly arrival?: Arrival;
}

/** How far a download is. */
export type OnBytes = (done: number, total: number) => void;

/** Where images are: a registry, a folder, a tar. What it gives has the digest that was asked for. */
export interface ImageStore {
  /** What messages call the image. */
  readonly name: string;
  /** The index or the manifest of the image. @throws ImageError */
  top(): Promise<ImageDocument>;
  /** An index or a manifest that another index names. @throws ImageError */
  manifest(descriptor: Descriptor): Promise<ImageDocument>;
  /** Whether what an index names is left out here; a registry has all of it. */
  lacks?(descriptor: Descriptor): Promise<boolean>;
  /** @throws ImageError */
  config(descriptor: Descriptor): Promise<Buffer>;
  /**
   * @param folder where it may be written; the caller removes it, after it has waited for the layer to be whole
   * @throws ImageError
   */
  layer(descriptor: Descriptor, folder: string, onBytes: OnBytes): Promise<LayerFile>;
}
