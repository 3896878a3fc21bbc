import { type Duplex, Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { openToRead, streamFile } from '../input/read-disk';
import { ImageError } from './image-error';
import type { LayerFile } from './image-store';
import { type ImageLimits, inBytes } from './limits';

export type Compression = 'none' | 'gzip' | 'zstd';

/** How a file begins. */
export async function firstBytes({ path, start, size, arrival }: LayerFile, length: number): Promise<Buffer> {
  await arrival?.reached(start + Math.min(length, size));
  const handle = await openToRead(path);
  try {
    const buffer = Buffer.alloc(Math.min(length, size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** How a file is compressed, by its first bytes: media types and names are wrong now and then. */
export function compressionOf(first: Buffer): Compression {
  if (first.length >= 2 && first[0] === 0x1f && first[1] === 0x8b) return 'gzip';
  if (first.length < 4) return 'none';
  const magic = first.readUInt32LE(0);
  // A frame, or a frame to skip, with which some writers begin (RFC 8878, 3.1).
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5 ? 'zstd' : 'none';
}

/** Bytes at once: fewer cost a step for each, more are no faster. */
const PIECE = 128 * 1024;

export interface UnpackedOptions {
  /** What messages call the image or archive. */
  readonly name: string;
  readonly limits: Pick<ImageLimits, 'unpackedBytes'>;
  readonly signal?: AbortSignal;
}

/**
 * A file's content, unpacked if it is compressed.
 *
 * @returns its chunks; fails with an ImageError if there is more in it than the limit
 */
export async function unpacked(
  file: LayerFile,
  { name, limits, signal }: UnpackedOptions,
): Promise<AsyncGenerator<Buffer>> {
  const first = await firstBytes(file, 18);
  const kind = compressionOf(first);
  if (kind === 'zstd') refuseWideWindow(first, name);
  const plain =
    kind === 'none'
      ? rangeOf(file, signal)
      : kind === 'gzip'
        ? through(zlib.createGunzip({ chunkSize: PIECE }), file, signal)
        : zstd(file, signal);
  return upTo(plain, limits.unpackedBytes, name);
}

/** A part of a file, as soon as it is there. */
export function rangeOf(file: LayerFile, signal?: AbortSignal): Readable {
  const { path, start, size, arrival } = file;
  if (size === 0) return Readable.from([]);
  if (arrival) {
    const fresh = (): Buffer => Buffer.allocUnsafeSlow(PIECE);
    return Readable.from(pieces(file, fresh, signal), { objectMode: false });
  }
  return streamFile(path, { start, end: start + size - 1, signal, highWaterMark: PIECE });
}

/** @param memory what the next piece is read into */
async function* pieces(
  { path, start, size, arrival }: LayerFile,
  memory: () => Buffer,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const handle = await openToRead(path);
  try {
    for (let at = 0; at < size; ) {
      signal?.throwIfAborted();
      const length = Math.min(PIECE, size - at);
      await arrival?.reached(start + at + length);
      const { bytesRead, buffer } = await handle.read(memory(), 0, length, start + at);
      if (bytesRead === 0) throw new Error('the file became shorter while it was read');
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* upTo(chunks: AsyncIterable<Buffer>, maxBytes: number, name: string): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new ImageError('too-large', {
        file: name,
        message: 'a layer or archive is too large when it is unpacked',
        expected: `at most ${inBytes(maxBytes)}`,
        fix: 'name the image or the archive of a Nakama server',
      });
    }
    yield chunk;
  }
}

/** What decoders have to support at least is 8 MiB (RFC 8878, 3.1.1.1.2); `zstd -19 --long` uses 128 MiB. */
const MAX_WINDOW = 128 * 1024 * 1024;

/** The window is memory. */
function refuseWideWindow(first: Buffer, name: string): void {
  const [, , , , flags = 0, exponent = 0] = first;
  const isFrame = first.length >= 14 && first.readUInt32LE(0) === 0xfd2fb528;
  // A single segment has no window of its own: it is as large as the content.
  const isSingle = (flags & 0x20) !== 0;
  const window = isSingle
    ? contentSize(first, flags)
    : 2 ** (10 + (exponent >> 3)) * (1 + (exponent & 7) / 8);
  if (!isFrame || window <= MAX_WINDOW) return;
  throw new ImageError('too-large', {
    file: name,
    message: 'the zstd layer or archive needs too much memory to be unpacked',
    expected: `a window of at most ${inBytes(MAX_WINDOW)}`,
    found: inBytes(window),
    fix: 'compress it again without --ultra and --long',
  });
}

function contentSize(first: Buffer, flags: number): number {
  const at = 5 + ([0, 1, 2, 4][flags & 3] ?? 0);
  const form = flags >> 6;
  if (form === 0) return first[at] ?? 0;
  if (form === 1) return first.readUInt16LE(at) + 256;
  if (form === 2 || at + 8 > first.length) return first.readUInt32LE(at);
  return Number(first.readBigUInt64LE(at));
}

/** Node's own from 22.15 on; before that, one in JavaScript. */
function zstd(file: LayerFile, signal: AbortSignal | undefined): AsyncIterable<Buffer> {
  const own = (zlib as { createZstdDecompress?: () => Duplex }).createZstdDecompress;
  return own ? through(own(), file, signal) : zstdInJavaScript(rangeOf(file, signal));
}

/** What a decoder makes of a file. One piece of memory is filled again and again, when the decoder is done with it. */
function through(decoder: Duplex, file: LayerFile, signal: AbortSignal | undefined): Readable {
  const feed = async (): Promise<void> => {
    const piece = Buffer.allocUnsafeSlow(PIECE);
    let taken = (): void => undefined;
    // Of a reader that has enough, the decoder is closed and does not take the rest.
    decoder.once('close', () => taken());
    for await (const bytes of pieces(file, () => piece, signal)) {
      await new Promise<void>((resolve) => {
        taken = resolve;
        decoder.write(bytes, () => resolve());
      });
      if (decoder.destroyed) return;
    }
    decoder.end();
  };
  feed().catch((error: unknown) => decoder.destroy(error as Error));
  return decoder;
}

/** So few bytes at once that what a hostile block repeats stays small. */
const SLICE = 1024;

async function* zstdInJavaScript(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { Decompress } = await import('fzstd');
  let out: Buffer[] = [];
  let bytes = 0;
  const decoder = new Decompress(({ buffer, byteOffset, byteLength }) => {
    if (byteLength > 0) out.push(Buffer.from(buffer, byteOffset, byteLength));
  });
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += SLICE) {
      decoder.push(chunk.subarray(at, at + SLICE));
      yield* out;
      out = [];
    }
    bytes += chunk.length;
  }
  // It takes no bytes at all for a beginning.
  if (bytes > 0) decoder.push(new Uint8Array(0), true);
  yield* out;
}
