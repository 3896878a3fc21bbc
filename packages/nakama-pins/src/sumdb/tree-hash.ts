import { createHash } from 'node:crypto';

/** Bytes of a SHA-256 hash. */
export const HASH_SIZE = 32;

/**
 * A perfect subtree of the log: the hash of the records `index * 2^level` to `(index + 1) * 2^level - 1`. Indexes
 * exceed 32 bits, so bitwise operators do not work on them.
 */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** A signed state of the log: how many records it has, and the hash of all of them. */
export interface TreeHead {
  readonly size: number;
  readonly hash: Buffer;
}

/** RFC 6962, 2.1. */
export function recordHash(record: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(record).digest();
}

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** The perfect subtrees that a tree of `size` records consists of, from the first record to the last. */
export function peaks(size: number): TreeNode[] {
  const nodes: TreeNode[] = [];
  let start = 0;
  while (start < size) {
    // The largest that still fits.
    let level = 0;
    while (start + 2 ** (level + 1) <= size) level++;
    nodes.push({ level, index: start / 2 ** level });
    start += 2 ** level;
  }
  return nodes;
}

/** The hash of a whole tree, from those of its peaks in their order. */
export function hashOfPeaks(hashes: readonly Buffer[]): Buffer {
  const [last, ...others] = [...hashes].reverse();
  if (!last) return createHash('sha256').digest();
  return others.reduce((right, left) => nodeHash(left, right), last);
}

/** The hash of a perfect subtree, from the concatenated hashes of its lowest nodes. */
export function perfectHash(hashes: Buffer): Buffer {
  if (hashes.length === HASH_SIZE) return hashes;
  const half = hashes.length / 2;
  return nodeHash(perfectHash(hashes.subarray(0, half)), perfectHash(hashes.subarray(half)));
}
