import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** A key that signs notes, in the form of golang.org/x/mod/sumdb/note. */
export interface Verifier {
  readonly name: string;
  /** Four bytes of a hash of name and key, which precede each signature. */
  readonly hash: Buffer;
  readonly key: KeyObject;
}

const ED25519 = 1;

/** The bytes before the 32 bytes of an Ed25519 key, in the form that Node reads (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const MAX_SIGNATURES = 100;

/**
 * Reads `name+hash+key`.
 *
 * @throws Error if it is malformed, or its hash is not that of its name and key
 */
export function parseVerifier(text: string): Verifier {
  const [, name = '', hash = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/i.exec(text) ?? [];
  const key = decodeBase64(encoded);
  if (name === '' || key?.length !== 33 || key[0] !== ED25519) {
    throw new Error(`malformed verifier key ${text}`);
  }
  const expected = createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, 4);
  if (expected.toString('hex') !== hash.toLowerCase()) {
    throw new Error(`the hash of verifier key ${text} is not that of its key`);
  }
  const spki = Buffer.concat([SPKI_PREFIX, key.subarray(1)]);
  return { name, hash: expected, key: createPublicKey({ key: spki, format: 'der', type: 'spki' }) };
}

/**
 * The text of a note, including its last line feed, after the verifier's signature was checked. Signatures of others
 * are ignored.
 *
 * @throws Error if the note is malformed, not signed by the verifier, or changed since
 */
export function openNote(note: Buffer, verifier: Verifier): string {
  const message = note.toString('utf8');
  const isText = Buffer.from(message, 'utf8').equals(note) && !hasControlCharacter(message);
  const split = message.lastIndexOf('\n\n');
  if (!isText || split < 0 || !message.endsWith('\n')) throw new Error('malformed note');
  const text = message.slice(0, split + 1);
  const lines = message.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new Error('malformed note');
  let isSigned = false;
  for (const line of lines) {
    const [, name, encoded = ''] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? [];
    const signature = decodeBase64(encoded);
    if (name === undefined || !signature || signature.length < 5) throw new Error('malformed note');
    if (name !== verifier.name || !signature.subarray(0, 4).equals(verifier.hash)) continue;
    if (!verify(null, Buffer.from(text), verifier.key, signature.subarray(4))) {
      throw new Error(`the signature of ${name} is not that of this text`);
    }
    isSigned = true;
  }
  if (!isSigned) throw new Error(`${verifier.name} has not signed it`);
  return text;
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

/** Bytes of strict base64; undefined if it is not. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
