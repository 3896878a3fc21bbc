import { damaged } from './artifact-error';
import { type Elf, fileOffset, readNumber } from './elf';
import { type Dynamic } from './elf-dynamic';

/** A symbol that the file defines, for others to bind to. */
export interface ElfSymbol {
  readonly kind: 'function' | 'object' | 'other';
  readonly address: number;
  /** In bytes. */
  readonly size: number;
}

const SYMBOL_SIZE = 24;
const UNDEFINED_SECTION = 0;

/** Tables are read in pieces: how large they claim to be costs no memory. */
const CHUNK = 256 * 1024;
const SYMBOLS_A_CHUNK = Math.floor(CHUNK / SYMBOL_SIZE);

/** A Go program links some thousands of packages at most. */
const MAX_MATCHES = 65_536;

/**
 * How many dynamic symbols there are, as the loader knows it: by the hash tables, for no entry says it.
 *
 * @throws ArtifactError where the hash table or the symbol table does not lie in the file
 */
export function countSymbols(elf: Elf, dynamic: Dynamic): number {
  const { hash, gnuHash, symbols } = dynamic;
  if (symbols === undefined) return 0;
  const { source } = elf;
  let count = 0;
  if (hash !== undefined) count = source.read(hash, 8, 'the hash table').readUInt32LE(4);
  else if (gnuHash !== undefined) count = countByGnuHash(elf, gnuHash);
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
    const length = Math.min(buckets - done, CHUNK / 4);
    const chunk = source.read(bucketsAt + done * 4, length * 4, 'the buckets of the GNU hash table');
    for (let i = 0; i < length; i++) last = Math.max(last, chunk.readUInt32LE(i * 4));
    done += length;
  }
  if (last < firstHashed) return firstHashed;
  const chainsAt = bucketsAt + buckets * 4 - firstHashed * 4;
  for (;;) {
    const start = chainsAt + last * 4;
    const length = Math.max(4, Math.min(CHUNK, source.size - start - ((source.size - start) % 4)));
    const chunk = source.read(start, length, 'a chain of the GNU hash table');
    for (let at = 0; at < length; at += 4, last++) {
      if ((chunk.readUInt32LE(at) & 1) === 1) return last + 1;
    }
  }
}

/**
 * Where a text stands in the dynamic string table, at any place: in bytes from the table's start, ascending.
 *
 * @throws ArtifactError where it stands there more often than in any Go program
 */
export function findInStrings({ source }: Elf, { strings }: Dynamic, text: string): number[] {
  const needle = Buffer.from(text);
  const found: number[] = [];
  const overlap = needle.length - 1;
  for (let start = 0; start + needle.length <= strings.size; start += CHUNK) {
    const length = Math.min(CHUNK + overlap, strings.size - start);
    const chunk = source.read(strings.offset + start, length, 'the dynamic string table');
    for (let at = chunk.indexOf(needle); at >= 0; at = chunk.indexOf(needle, at + 1)) {
      found.push(start + at);
      if (found.length <= MAX_MATCHES) continue;
      throw damaged(source.file, strings.offset, `more than ${MAX_MATCHES} names like ${text}`);
    }
  }
  return found;
}

/**
 * The defined symbols whose names begin at these places of the string table, in the order of the symbol table.
 *
 * @param count as `countSymbols` tells it
 */
export function* symbolsNamedAt(
  { source }: Elf,
  { symbols = 0 }: Dynamic,
  count: number,
  names: ReadonlySet<number>,
): Generator<{ readonly name: number; readonly symbol: ElfSymbol }> {
  if (names.size === 0) return;
  for (let first = 0; first < count; first += SYMBOLS_A_CHUNK) {
    const start = symbols + first * SYMBOL_SIZE;
    const length = Math.min(SYMBOLS_A_CHUNK, count - first) * SYMBOL_SIZE;
    const chunk = source.read(start, length, 'the dynamic symbol table');
    for (let at = 0; at < length; at += SYMBOL_SIZE) {
      const name = chunk.readUInt32LE(at);
      if (!names.has(name) || chunk.readUInt16LE(at + 6) === UNDEFINED_SECTION) continue;
      yield {
        name,
        symbol: {
          kind: KINDS[chunk.readUInt8(at + 4) & 0xf] ?? 'other',
          address: readNumber(chunk, at + 8, source, start + at + 8),
          size: readNumber(chunk, at + 16, source, start + at + 16),
        },
      };
    }
  }
}

const KINDS: Readonly<Record<number, ElfSymbol['kind']>> = { 1: 'object', 2: 'function' };

/** The bytes of a symbol, as they stand in the file: relocations are not applied. */
export function symbolBytes(elf: Elf, { address, size }: ElfSymbol, what: string): Buffer {
  return elf.source.read(fileOffset(elf, address, size, what), size, what);
}
