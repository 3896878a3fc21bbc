import { createHash } from 'node:crypto';

/**
 * Hash1 of golang.org/x/mod/sumdb/dirhash, as go.sum has it: a hash over `<sha256 in hex>  <name>` lines, sorted by the
 * names' bytes.
 *
 * @param hashes sha256 in hex of each file, by name
 */
export function hash1(hashes: ReadonlyMap<string, string>): string {
  const names = Array.from(hashes.keys(), (name) => Buffer.from(name)).sort(Buffer.compare);
  const sum = createHash('sha256');
  for (const name of names) sum.update(`${hashes.get(name.toString())}  ${name.toString()}\n`);
  return `h1:${sum.digest('base64')}`;
}
