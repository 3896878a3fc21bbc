import { createHash, type Hash } from 'node:crypto';

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Whether a text is a digest that can be verified (OCI image specification, descriptor.md#digests). */
export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && DIGEST.test(text);
}

/** The hash that a digest names, empty. */
export function hashOf(digest: string): Hash {
  return createHash(algorithmOf(digest));
}

/** The digest of bytes, by the algorithm of another digest; sha256 by default. */
export function digestOf(bytes: Uint8Array, like = 'sha256:'): string {
  return `${algorithmOf(like)}:${createHash(algorithmOf(like)).update(bytes).digest('hex')}`;
}

/** The digest that a filled hash has, by the algorithm of another. */
export function digestFrom(hash: Hash, like: string): string {
  return `${algorithmOf(like)}:${hash.digest('hex')}`;
}

/** `sha256` or `sha512`. */
export function algorithmOf(digest: string): string {
  return digest.slice(0, digest.indexOf(':'));
}

/** A digest for people: `sha256:0123456789ab`. */
export function shortDigest(digest: string): string {
  return digest.slice(0, digest.indexOf(':') + 13);
}
