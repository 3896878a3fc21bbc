import { damaged } from './artifact-error';
import { PIECE } from './byte-source';
import type { Elf } from './elf';
import { DT, type Dynamic, tableOffset } from './elf-dynamic';
import { elfHash, gnuHash } from './elf-hash';
import { readString } from './elf-strings';
import { SYMBOL_SIZE } from './elf-symbols';

/** One wrong address makes all lookups fail: some of them show it. */
const SAMPLES = 16;

/**
 * Looks symbols up by the hash table, as the loader does for each relocation (glibc: do_lookup_x): it has to lead from
 * a symbol's name to the symbol.
 *
 * @param count of symbols
 * @throws ArtifactError if hash table, symbols and strings do not belong together
 */
export function requireLookups(elf: Elf, dynamic: Dynamic, count: number): void {
  const { source } = elf;
  const { gnuHash: gnuAt, hash: hashAt, symbols } = dynamic;
  if (symbols === undefined) return;
  const table =
    gnuAt !== undefined ? gnuTable(elf, gnuAt) : hashAt !== undefined ? oldTable(elf, hashAt) : undefined;
  if (!table) return;
  const step = Math.max(1, Math.floor((count - table.first) / SAMPLES));
  for (let index = Math.max(1, table.first); index < count; index += step) {
    const at = symbols + index * SYMBOL_SIZE;
    const symbol = source.read(at, SYMBOL_SIZE, 'a dynamic symbol');
    if (symbol.readUInt16LE(6) === 0) continue;
    const name = readString(source, dynamic.strings, symbol.readUInt32LE(0), {
      what: 'st_name of a symbol',
      place: at,
    });
    if (table.finds(name, index)) continue;
    const tags = `${gnuAt !== undefined ? 'DT_GNU_HASH' : 'DT_HASH'}, DT_SYMTAB and DT_STRTAB`;
    throw damaged(source.file, at, `${tags} do not belong together: a symbol is not found by its name`, {
      found: `${JSON.stringify(name.slice(0, 80))}, symbol ${index}`,
      why: 'the loader finds no symbol',
    });
  }
}

interface HashTable {
  /** Symbols before it are not in the table. */
  readonly first: number;
  finds(name: string, index: number): boolean;
}

function gnuTable({ source }: Elf, offset: number): HashTable {
  const header = source.read(offset, 16, 'the GNU hash table');
  const [buckets, first, bloomWords, shift] = [0, 4, 8, 12].map((at) => header.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  if ((bloomWords & (bloomWords - 1)) !== 0 || bloomWords === 0) {
    throw damaged(source.file, offset + 8, 'the GNU hash table is damaged', {
      expected: 'a power of two',
      found: String(bloomWords),
      why: 'the loader stops there',
    });
  }
  const u32 = (at: number): number => source.read(at, 4, 'the GNU hash table').readUInt32LE(0);
  const bucketsAt = offset + 16 + bloomWords * 8;
  const chainsAt = bucketsAt + buckets * 4;
  return {
    first,
    finds: (name, index) => {
      const hash = gnuHash(name);
      const word = source.read(
        offset + 16 + (Math.floor(hash / 64) & (bloomWords - 1)) * 8,
        8,
        'the GNU hash table',
      );
      const bit = (at: number): boolean => ((word.readUInt32LE((at & 32) / 8) >>> (at & 31)) & 1) === 1;
      if (!bit(hash & 63) || !bit((hash >>> (shift & 31)) & 63)) return false;
      const bucket = u32(bucketsAt + (hash % buckets) * 4);
      const chained = u32(chainsAt + (index - first) * 4);
      return bucket !== 0 && bucket <= index && (chained ^ hash) >>> 1 === 0;
    },
  };
}

function oldTable({ source }: Elf, offset: number): HashTable {
  const header = source.read(offset, 8, 'the hash table');
  const [buckets, chains] = [header.readUInt32LE(0), header.readUInt32LE(4)];
  const u32 = (at: number): number => source.read(at, 4, 'the hash table').readUInt32LE(0);
  return {
    first: 1,
    finds: (name, wanted) => {
      let index = u32(offset + 8 + (elfHash(name) % buckets) * 4);
      for (let steps = 0; index !== 0 && index < chains && steps < chains; steps++) {
        if (index === wanted) return true;
        index = u32(offset + 8 + (buckets + index) * 4);
      }
      return false;
    },
  };
}

/**
 * The versions of symbols have to be those of their tables: the loader looks each one up by it.
 *
 * @param count of symbols
 * @param isLibrary without versions of its own, what it defines has none; a program may have copies of others
 */
export function requireVersions(elf: Elf, dynamic: Dynamic, count: number, isLibrary: boolean): void {
  const { source } = elf;
  const { gnuHash: gnuAt } = dynamic;
  const defined =
    isLibrary && gnuAt !== undefined && !dynamic.versions.defines
      ? source.read(gnuAt, 16, 'the GNU hash table').readUInt32LE(4)
      : Infinity;
  const { values, versions } = dynamic;
  const table = values.get(DT.versym);
  if (!versions.indices) {
    if (!table) return;
    throw damaged(source.file, table.place, 'DT_VERSYM without DT_VERNEED and DT_VERDEF', {
      why: 'the loader reads versions that are nowhere',
    });
  }
  if (!table) {
    throw damaged(source.file, undefined, 'DT_VERNEED or DT_VERDEF without DT_VERSYM', {
      why: 'the loader reads it without a look',
    });
  }
  const offset = tableOffset(elf, DT.versym, table, count * 2, 'the table of symbol versions');
  const perPiece = PIECE / 2;
  for (let first = 0; first < count; first += perPiece) {
    const piece = source.piece(
      offset + first * 2,
      Math.min(perPiece, count - first) * 2,
      'the table of symbol versions',
    );
    for (let at = 0; at < piece.length; at += 2) {
      const symbol = first + at / 2;
      const index = ((piece[at] as number) | ((piece[at + 1] as number) << 8)) & INDEX;
      const isOther = symbol < defined && versions.indices.has(index);
      if (symbol === 0 ? index === 0 : index <= GLOBAL || isOther) continue;
      throw damaged(source.file, table.place, `DT_VERSYM: symbol ${symbol} has a version that there is not`, {
        found: `version ${index}`,
        why: 'the loader looks for it',
      });
    }
  }
}

const INDEX = 0x7fff;
const GLOBAL = 1;
