import { createHash } from 'node:crypto';

/** Stands for a text where the text itself would be long: 120 bits, as 20 characters. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 20);
}
