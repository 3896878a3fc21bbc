const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** How much and how long is read at most. */
export interface ImageLimits {
  /** An index, a manifest or a config: 4 MiB, which registries take at most (OCI distribution specification). */
  readonly manifestBytes: number;
  /** A layer as it is stored. */
  readonly layerBytes: number;
  /** A layer or an archive unpacked, so that a small file does not become an endless one. */
  readonly unpackedBytes: number;
  /** The server's program: that of 3.40.0 has 67 MB. */
  readonly programBytes: number;
  /** A server that sends nothing for so long is given up. */
  readonly silenceMs: number;
  /** All that one call does. */
  readonly totalMs: number;
  /** How often one request is sent, at most: after 429, 5xx, and connections that break. */
  readonly attempts: number;
  /** The wait before the second attempt; it doubles with each. */
  readonly backoffMs: number;
  /** The longest Retry-After that is waited for. */
  readonly retryAfterMs: number;
  /** A credential helper of Docker that takes longer is ended. */
  readonly helperMs: number;
}

export const IMAGE_LIMITS: ImageLimits = {
  manifestBytes: 4 * MIB,
  layerBytes: 8 * GIB,
  unpackedBytes: 32 * GIB,
  programBytes: GIB,
  silenceMs: 60_000,
  totalMs: 60 * 60_000,
  attempts: 5,
  backoffMs: 1_000,
  retryAfterMs: 60_000,
  helperMs: 30_000,
};

/** A limit in words: `4 MiB`. */
export function inBytes(bytes: number): string {
  if (bytes >= GIB && bytes % GIB === 0) return `${bytes / GIB} GiB`;
  return bytes >= MIB && bytes % MIB === 0 ? `${bytes / MIB} MiB` : `${bytes} bytes`;
}

/** A limit in words: `60 s`. */
export function inTime(ms: number): string {
  return ms >= 60_000 && ms % 60_000 === 0 && ms > 60_000 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
