import { endianness } from 'node:os';
import { damaged } from './artifact-error';
import { PIECE } from './byte-source';
import { type Elf, fileOffset, readNumber } from './elf';
import type { Dynamic } from './elf-dynamic';

/** A symbol that the file defines, for others to bind to. */
export interface ElfSymbol {
  readonly kind: 'function' | 'object' | 'other';
  readonly address: number;
  /** In bytes. */
  readonly size: number;
}

export const SYMBOL_SIZE = 24;
const UNDEFINED_SECTION = 0;

const SYMBOLS_A_PIECE = Math.floor(PIECE / SYMBOL_SIZE);

/** A Go program links some thousands of packages at most. */
const MAX_MATCHES = 65_536;

/**
 * How many dynamic symbols there are, as the loader knows it: by the hash tables, for no entry says it.
 *
 * @throws ArtifactError if the hash table or the symbol table does not lie in the file
 */
export function countSymbols(elf: Elf, dynamic: Dynamic): number {
  const { hash, gnuHash, symbols } = dynamic;
  if (symbols === undefined) return 0;
  const { source } = elf;
  let count = 0;
  if (gnuHash !== undefined) count = countByGnuHash(elf, gnuHash);
  else if (hash !== undefined) count = source.read(hash, 8, 'the hash table').readUInt32LE(4);
  else throw damaged(source.file, undefined, 'the symbols have no hash table');
  if (!source.has(symbols, count * SYMBOL_SIZE)) {
    throw damaged(source.file, symbols, 'the dynamic symbol table ends beyond the file', {
      found: `${count} symbols of ${SYMBOL_SIZE} bytes`,
    });
  }
  return count;
}

/** The last symbol is at the end of the chain that begins last (binutils: gnu_hash; glibc: _dl_setup_hash). */
function countByGnuHash({ source }: Elf, offset: number): number {
  const header = source.read(offset, 16, 'the GNU hash table');
  const [buckets, firstHashed, bloomWords] = [0, 4, 8].map((at) => header.readUInt32LE(at)) as [
    number,
    number,
    number,
  ];
  const bucketsAt = offset + 16 + bloomWords * 8;
  let last = 0;
  for (let done = 0; done < buckets; ) {
    const length = Math.min(buckets - done, PIECE / 4);
    const piece = source.piece(bucketsAt + done * 4, length * 4, 'the buckets of the GNU hash table');
    for (const bucket of words(piece)) if (bucket > last) last = bucket;
    done += length;
  }
  if (last < firstHashed) return firstHashed;
  const chainsAt = bucketsAt + buckets * 4 - firstHashed * 4;
  for (;;) {
    const start = chainsAt + last * 4;
    const length = Math.max(4, Math.min(PIECE, source.size - start - ((source.size - start) % 4)));
    const chain = words(source.piece(start, length, 'a chain of the GNU hash table'));
    const end = chain.findIndex((hash) => (hash & 1) === 1);
    if (end >= 0) return last + end + 1;
    last += chain.length;
  }
}

/** A piece as 32-bit little-endian numbers: one look at an array costs a fraction of a call. */
export function words(piece: Buffer): Uint32Array {
  const { buffer, byteOffset, length } = endianness() === 'BE' ? Buffer.from(piece).swap32() : piece;
  return new Uint32Array(buffer, byteOffset, length / 4);
}

/**
 * Where texts stand in the dynamic string table, at any place: in bytes from the table's start, ascending.
 *
 * @returns the places of each text, in the order of the texts
 * @throws ArtifactError if one is there more often than in any Go program
 */
export function findInStrings({ source }: Elf, { strings }: Dynamic, texts: readonly string[]): number[][] {
  const needles = texts.map((text) => ({ needle: Buffer.from(text), found: [] as number[] }));
  const overlap = Math.max(0, ...needles.map(({ needle }) => needle.length - 1));
  const step = PIECE - overlap;
  for (let start = 0; start < strings.size && texts.length > 0; start += step) {
    const length = Math.min(PIECE, strings.size - start);
    const piece = source.piece(strings.offset + start, length, 'the dynamic string table');
    for (const { needle, found } of needles) {
      for (let at = piece.indexOf(needle); at >= 0; at = piece.indexOf(needle, at + 1)) {
        // What is in the part that two pieces share is found twice.
        if (start + at > (found.at(-1) ?? -1)) found.push(start + at);
        if (found.length > MAX_MATCHES) throw tooMany(source, strings.offset, needle.toString());
      }
    }
  }
  return needles.map(({ found }) => found);
}

function tooMany({ file }: Elf['source'], offset: number, text: string): Error {
  return damaged(file, offset, `more than ${MAX_MATCHES} names like ${text}`);
}

/**
 * The defined symbols whose names begin at these places of the string table.
 *
 * @param count as `countSymbols` tells it
 * @throws ArtifactError if two of them have one name
 */
export function symbolsNamedAt(
  { source }: Elf,
  { symbols = 0 }: Dynamic,
  count: number,
  names: Iterable<number>,
): Map<number, ElfSymbol> {
  const wanted = new Set(names);
  const found = new Map<number, ElfSymbol>();
  for (let first = 0; first < count && wanted.size > 0; first += SYMBOLS_A_PIECE) {
    const start = symbols + first * SYMBOL_SIZE;
    const length = Math.min(SYMBOLS_A_PIECE, count - first) * SYMBOL_SIZE;
    const piece = source.piece(start, length, 'the dynamic symbol table');
    const numbers = words(piece);
    for (let i = 0; i < numbers.length; i += SYMBOL_SIZE / 4) {
      const name = numbers[i] as number;
      if (!wanted.has(name)) continue;
      const at = i * 4;
      if (piece.readUInt16LE(at + 6) === UNDEFINED_SECTION) continue;
      if (found.has(name)) throw damaged(source.file, start + at, 'a second symbol of one name');
      found.set(name, {
        kind: KINDS[piece.readUInt8(at + 4) & 0xf] ?? 'other',
        address: readNumber(piece, at + 8, source, start + at + 8),
        size: readNumber(piece, at + 16, source, start + at + 16),
      });
    }
  }
  return found;
}

const KINDS: Readonly<Record<number, ElfSymbol['kind']>> = { 1: 'object', 2: 'function' };

/** The bytes of a symbol, as they stand in the file: relocations are not applied. */
export function symbolBytes(elf: Elf, { address, size }: ElfSymbol, what: string): Buffer {
  return elf.source.read(fileOffset(elf, address, size, what), size, what);
}
