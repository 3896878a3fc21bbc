import { decodeBase64 } from './signed-note';
import { HASH_SIZE, type TreeHead } from './tree-hash';

/** The answer to a look-up: a record of the log, and a signed tree head that should contain it. */
export interface LookupAnswer {
  /** Its place in the log. */
  readonly id: number;
  /** go.sum lines. */
  readonly record: Buffer;
  readonly signedHead: Buffer;
}

/** @throws Error if the answer has another form */
export function parseLookup(answer: Buffer): LookupAnswer {
  const firstLine = answer.indexOf('\n');
  const end = answer.indexOf('\n\n', firstLine + 1);
  const id = parseNumber(answer.toString('latin1', 0, Math.max(firstLine, 0)));
  if (id === undefined || end < 0) throw new Error('malformed record');
  return { id, record: answer.subarray(firstLine + 1, end + 1), signedHead: answer.subarray(end + 2) };
}

/**
 * Reads a tree head: `go.sum database tree`, the number of records, the hash. More lines may follow.
 *
 * @throws Error if it has another form
 */
export function parseTreeHead(text: string): TreeHead {
  const [title, number = '', encoded = '', ...rest] = text.split('\n');
  const size = parseNumber(number);
  const hash = decodeBase64(encoded);
  if (
    title !== 'go.sum database tree' ||
    size === undefined ||
    hash?.length !== HASH_SIZE ||
    rest.length === 0
  ) {
    throw new Error('malformed tree head');
  }
  return { size, hash };
}

function parseNumber(text: string): number | undefined {
  const number = /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}
