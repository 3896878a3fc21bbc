import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { digestOf } from '../digest';

/** Files of a layer: path -> content, or a link. */
export type LayerFiles = Readonly<Record<string, string | Buffer | { readonly symlink: string }>>;

/** A layer as a tar. */
export async function tarOf(files: LayerFiles): Promise<Buffer> {
  const tar = pack();
  const mtime = new Date(0);
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === 'object' && 'symlink' in content) {
      tar.entry({ name, mtime, type: 'symlink', linkname: content.symlink });
    } else {
      tar.entry({ name, mtime, mode: 0o755 }, content);
    }
  }
  tar.finalize();
  return buffer(tar);
}

/** An image in memory. */
export interface MemoryImage {
  readonly manifest: Buffer;
  readonly manifestDigest: string;
  readonly layer: Buffer;
  readonly layerDigest: string;
  /** Digest -> bytes. */
  readonly blobs: ReadonlyMap<string, Buffer>;
}

const OCI = 'application/vnd.oci.image';
export const MANIFEST_TYPE = `${OCI}.manifest.v1+json`;

export interface ImageParts {
  /** Of the layer as it is stored; gzip by default. */
  readonly layer?: Buffer;
  readonly layerType?: string;
  readonly entrypoint?: readonly string[];
  /** What the manifest says that the layer has. */
  readonly size?: number;
  readonly algorithm?: 'sha256' | 'sha512';
}

/** An image of one layer. */
export function imageOf(tar: Buffer, parts: ImageParts = {}): MemoryImage {
  const layer = parts.layer ?? gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      created: '2026-07-13T09:00:00Z',
      config: { Entrypoint: parts.entrypoint ?? ['/nakama/nakama'], Env: ['GOLANG_VERSION=1.26.5'] },
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
    }),
  );
  const like = `${parts.algorithm ?? 'sha256'}:`;
  const layerDigest = digestOf(layer, like);
  const configDigest = digestOf(config, like);
  const layerType = parts.layerType ?? `${OCI}.layer.v1.tar+gzip`;
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: { mediaType: `${OCI}.config.v1+json`, digest: configDigest, size: config.length },
      layers: [{ mediaType: layerType, digest: layerDigest, size: parts.size ?? layer.length }],
    }),
  );
  const blobs = new Map([
    [configDigest, config],
    [layerDigest, layer],
  ]);
  return { manifest, manifestDigest: digestOf(manifest), layer, layerDigest, blobs };
}

/** Answers one request, or leaves it to the image by false. */
export type Script = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A server with one image, whose faults a script makes. */
export class ScriptedRegistry {
  readonly asked: string[] = [];
  private readonly server: Server;
  private readonly scripts: Script[] = [];
  image: MemoryImage | undefined;

  private constructor() {
    this.server = createServer((request, response) => {
      this.asked.push(`${request.method} ${request.url}`);
      if (!this.scripts.some((script) => script(request, response))) this.answer(request, response);
    });
  }

  static async start(): Promise<ScriptedRegistry> {
    const registry = new ScriptedRegistry();
    await new Promise<void>((ready) => registry.server.listen(0, '127.0.0.1', ready));
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on. */
  script(script: Script): void {
    this.scripts.unshift(script);
  }

  /** Without scripts. */
  reset(image: MemoryImage): void {
    this.forget();
    this.image = image;
  }

  /** Without an image. */
  forget(): void {
    this.image = undefined;
    this.scripts.length = this.asked.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const [, kind, reference = ''] = /^\/v2\/studio\/nakama\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
    const { image } = this;
    const isManifest = kind === 'manifests' && (reference === '1.4' || reference === image?.manifestDigest);
    const bytes = isManifest ? image?.manifest : image?.blobs.get(reference);
    if (!bytes || !image) {
      response
        .writeHead(404)
        .end(JSON.stringify({ errors: [{ code: 'UNKNOWN', message: 'not known here' }] }));
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': bytes.length - from,
      ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
      ...(isManifest && { 'content-type': MANIFEST_TYPE, 'docker-content-digest': image.manifestDigest }),
    });
    response.end(method === 'HEAD' ? undefined : bytes.subarray(from));
  }
}

/** Answers requests whose address has the text. */
export function on(
  part: string,
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Script {
  return (request, response) => {
    if (!`${request.method} ${request.url}`.includes(part)) return false;
    answer(response, request);
    return true;
  };
}

/** As `on`, for the first requests alone. */
export function first(times: number, script: Script): Script {
  let left = times;
  return (request, response) => left > 0 && script(request, response) && left-- > 0;
}
