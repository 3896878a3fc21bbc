import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { openToWrite } from '../input/write-disk';
import { digestFrom, hashOf, shortDigest } from './digest';
import { isBroken } from './http';
import { ImageError } from './image-error';
import type { Descriptor, OnBytes } from './image-store';
import { type ImageLimits, inBytes } from './limits';
import type { RegistryClient } from './registry-client';

export interface BlobDownload {
  readonly client: RegistryClient;
  readonly descriptor: Descriptor;
  /** A new file. */
  readonly file: string;
  /** What messages call the image. */
  readonly name: string;
  readonly limits: ImageLimits;
  readonly signal: AbortSignal;
  readonly onBytes: OnBytes;
  /** Called with how many bytes from the start are in the file. */
  readonly onWritten: (bytes: number) => void;
}

/**
 * Downloads a blob into a file and verifies its digest on the way. If the connection breaks, it goes on where it broke.
 *
 * @throws ImageError if it is not the blob, or does not come; the file may be there in part
 */
export async function downloadBlob(options: BlobDownload): Promise<void> {
  const { descriptor, name, limits } = options;
  if (descriptor.size > limits.layerBytes) {
    throw new ImageError('too-large', {
      file: name,
      message: `the layer ${shortDigest(descriptor.digest)} is too large`,
      expected: `at most ${inBytes(limits.layerBytes)}`,
      found: inBytes(descriptor.size),
      fix: 'put the server into a layer of its own',
    });
  }
  const handle = await openToWrite(options.file);
  try {
    await new Attempts(options, handle).run();
  } finally {
    await handle.close();
  }
}

/** Bytes written at once. Of two pieces of memory, one is filled while the other is written: the connection never waits. */
const PIECE = 256 * 1024;

class Attempts {
  private hash: Hash;
  /** Bytes that came. */
  private done = 0;
  private piece = Buffer.allocUnsafeSlow(PIECE);
  private other = Buffer.allocUnsafeSlow(PIECE);
  /** Ends when the other piece is written. */
  private writing: Promise<void> = Promise.resolve();
  /** Bytes of the piece that are not written. */
  private pending = 0;

  constructor(
    private readonly options: BlobDownload,
    private readonly handle: FileHandle,
  ) {
    this.hash = hashOf(options.descriptor.digest);
  }

  async run(): Promise<void> {
    const { client, descriptor, limits } = this.options;
    for (let attempt = 1; ; attempt++) {
      const broke = await this.attempt();
      if (broke === undefined) break;
      if (attempt >= limits.attempts) throw this.brokeOff(broke.error, attempt);
      await client.http.pause(limits.backoffMs * 2 ** (attempt - 1));
    }
    const found = digestFrom(this.hash, descriptor.digest);
    if (found !== descriptor.digest) throw this.wrongDigest(found);
  }

  /** @returns why it broke off; undefined if all bytes are there */
  private async attempt(): Promise<{ readonly error: unknown } | undefined> {
    const { client, descriptor, onBytes } = this.options;
    const { digest, size } = descriptor;
    const range: Record<string, string> = this.done === 0 ? {} : { range: `bytes=${this.done}-` };
    const answer = await client.ask('GET', `blobs/${digest}`, range, `the layer ${shortDigest(digest)}`);
    // A server without ranges sends all of it again.
    if (this.done > 0 && !continues(answer.headers['content-range'], answer.status, this.done))
      this.restart();
    let broke: unknown;
    try {
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        if (this.done + chunk.length > size) throw this.tooMuch();
        this.hash.update(chunk);
        await this.keep(chunk);
        onBytes(this.done, size);
      }
    } catch (error) {
      if (!isBroken(error)) throw client.http.explained(error, answer.url);
      broke = error;
    }
    await this.flush();
    await this.writing;
    // An answer may end early without a word.
    return this.done < size ? { error: broke } : undefined;
  }

  private async keep(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const copied = chunk.copy(this.piece, this.pending, at);
      at += copied;
      this.pending += copied;
      this.done += copied;
      if (this.pending === PIECE) await this.flush();
    }
  }

  private async flush(): Promise<void> {
    await this.writing;
    const filled = this.piece.subarray(0, this.pending);
    this.writing = this.write(filled, this.done - this.pending);
    // Whoever waits for it gets the error.
    this.writing.catch(() => undefined);
    [this.piece, this.other] = [this.other, this.piece];
    this.pending = 0;
  }

  private async write(bytes: Buffer, start: number): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, at, bytes.length - at, start + at);
      at += bytesWritten;
    }
    this.options.onWritten(start + bytes.length);
  }

  private restart(): void {
    this.done = this.pending = 0;
    this.hash = hashOf(this.options.descriptor.digest);
  }

  private brokeOff(cause: unknown, attempts: number): ImageError {
    const { descriptor, name } = this.options;
    return new ImageError(
      'damaged',
      {
        file: name,
        message: `the layer ${shortDigest(descriptor.digest)} broke off ${attempts} times, at last after ${this.done} of ${descriptor.size} bytes`,
        fix: 'run the command again when the network or the registry is better',
      },
      { cause },
    );
  }

  private tooMuch(): ImageError {
    const { descriptor, name } = this.options;
    return new ImageError('damaged', {
      file: name,
      message: `the layer ${shortDigest(descriptor.digest)} does not end where it should`,
      expected: `${descriptor.size} bytes`,
      found: 'more',
      fix: CHANGED,
    });
  }

  private wrongDigest(found: string): ImageError {
    const { descriptor, name } = this.options;
    return wrongDigest(name, 'the layer', descriptor.digest, found);
  }
}

const CHANGED =
  'run the command again; if it fails again, something between this computer and the registry changes downloads';

/** What came is not what was named. */
export function wrongDigest(name: string, what: string, expected: string, found: string): ImageError {
  const message = `${what} is not the one that is named: its digest is wrong`;
  return new ImageError('damaged', { file: name, message, expected, found, fix: CHANGED });
}

/** Whether an answer goes on at a byte (RFC 9110, 14.4). */
function continues(contentRange: string | string[] | undefined, status: number, from: number): boolean {
  return status === 206 && String(contentRange).startsWith(`bytes ${from}-`);
}
