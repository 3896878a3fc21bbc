import { createHash } from 'node:crypto';
import type { Entry, Identified } from './entry';

/** Gives each entry a fingerprint of its rule, file and subject. Lines are no part of it: a line above moves them all. */
export function withFingerprints(found: readonly Identified[]): readonly Entry[] {
  const met = new Map<string, number>();
  return found.map(({ entry, identity }) => {
    const key = JSON.stringify([entry.rule.id, ...identity.map((part) => part ?? null)]);
    const before = met.get(key) ?? 0;
    met.set(key, before + 1);
    return {
      ...entry,
      fingerprint: createHash('sha256').update(`${key}${before}`).digest('hex').slice(0, 32),
    };
  });
}
