import { readInto, withFile } from '../input/read-disk';
import { damaged } from './artifact-error';

/** Small reads near each other come from one window: fingerprints lie side by side. */
const WINDOW = 16 * 1024;
const WINDOW_ALIGNMENT = 4096;

/** Long tables are read in pieces of this size, in bytes: how large they claim to be costs no memory. */
export const PIECE = 256 * 1024;

/** A file read by ranges. What it returns is for reading only: ranges share memory. */
export class ByteSource {
  private window: Buffer = Buffer.alloc(0);
  private windowStart = 0;
  private pieces: Buffer | undefined;

  /** @param file what messages call it */
  constructor(
    private readonly fd: number,
    readonly file: string,
    readonly size: number,
  ) {}

  /** True if the range is inside the file. */
  has(offset: number, length: number): boolean {
    return (
      Number.isSafeInteger(offset) &&
      Number.isSafeInteger(length) &&
      offset >= 0 &&
      length >= 0 &&
      offset <= this.size - length
    );
  }

  /**
   * @param what the thing that is read, for the error
   * @throws ArtifactError if the range does not lie in the file
   */
  read(offset: number, length: number, what: string): Buffer {
    if (!this.has(offset, length)) throw this.missing(offset, length, what);
    if (length > WINDOW - WINDOW_ALIGNMENT) return this.readFresh(offset, length, what);
    const at = offset - this.windowStart;
    if (at < 0 || at + length > this.window.length) {
      this.windowStart = offset - (offset % WINDOW_ALIGNMENT);
      this.window = this.readFresh(this.windowStart, Math.min(WINDOW, this.size - this.windowStart), what);
    }
    return this.window.subarray(offset - this.windowStart, offset - this.windowStart + length);
  }

  /**
   * As `read`, into memory that the next piece takes again: for tables that are gone through once.
   *
   * @param length at most `PIECE`
   */
  piece(offset: number, length: number, what: string): Buffer {
    if (!this.has(offset, length)) throw this.missing(offset, length, what);
    this.pieces ??= Buffer.allocUnsafeSlow(PIECE);
    return this.fill(this.pieces.subarray(0, length), offset, what);
  }

  private readFresh(offset: number, length: number, what: string): Buffer {
    return this.fill(Buffer.allocUnsafe(length), offset, what);
  }

  private fill(buffer: Buffer, offset: number, what: string): Buffer {
    const { length } = buffer;
    let filled = 0;
    while (filled < length) {
      const count = readInto(this.fd, buffer.subarray(filled), offset + filled);
      // The file has become shorter since it was opened.
      if (count === 0) throw this.missing(offset, length, what);
      filled += count;
    }
    return buffer;
  }

  private missing(offset: number, length: number, what: string): Error {
    return damaged(this.file, Math.min(offset, this.size), `the file ends before ${what} does`, {
      expected: `${length} bytes at byte ${offset}`,
      found: `a file of ${this.size} bytes`,
    });
  }
}

/**
 * Opens a file for reading by ranges and closes it afterwards.
 *
 * @throws InputError if it can't be opened or is not a regular file
 */
export function withByteSource<T>(absPath: string, displayPath: string, use: (source: ByteSource) => T): T {
  return withFile(absPath, displayPath, (fd, size) => use(new ByteSource(fd, displayPath, size)));
}
