import { damaged } from './artifact-error';
import { PIECE } from './byte-source';
import type { Elf } from './elf';
import { DT, type Dynamic, type DynamicValue, tableOffset, tagName } from './elf-dynamic';
import { hex, PF_W, u64 } from './elf-segment';
import { SYMBOL_SIZE, words } from './elf-symbols';

/** What a relocation does, by its number. */
interface Relocations {
  readonly kinds: Uint8Array;
}

const [UNKNOWN, NONE, RELATIVE, STATIC_TLS, OTHER] = [0, 1, 2, 3, 4];

/** psABI of each machine: what glibc's loader does. */
const MACHINES: Readonly<Record<string, Relocations>> = {
  amd64: relocations({
    none: [0],
    relative: [8, 38],
    staticTls: [18],
    other: [1, 2, 5, 6, 7, 10, 16, 17, 32, 33, 36, 37],
  }),
  arm64: relocations({
    none: [0, 256],
    relative: [1027],
    staticTls: [1030],
    other: [257, 1024, 1025, 1026, 1028, 1029, 1031, 1032],
  }),
};

function relocations(
  numbers: Readonly<Record<'none' | 'relative' | 'staticTls' | 'other', number[]>>,
): Relocations {
  const kinds = new Uint8Array(2048).fill(UNKNOWN);
  for (const number of numbers.none) kinds[number] = NONE;
  for (const number of numbers.relative) kinds[number] = RELATIVE;
  for (const number of numbers.staticTls) kinds[number] = STATIC_TLS;
  for (const number of numbers.other) kinds[number] = OTHER;
  return { kinds };
}

const ENTRY_SIZE = 24;
const ENTRY_WORDS = 6;
const ENTRIES_A_PIECE = Math.floor(PIECE / ENTRY_SIZE);
const WORD = 8;

/** What the loader wrote. */
export interface Relocated {
  /** The addresses in a slot that was watched: of a symbol, its own where it is defined, else undefined. */
  readonly slots: ReadonlyMap<number, number | undefined>;
  readonly usesStaticTls: boolean;
  /** The highest number of a symbol that is used. */
  readonly lastSymbol: number;
}

/** A table of relocations as the loader goes through it. */
interface Table {
  readonly tag: number;
  readonly entry: DynamicValue;
  readonly start: number;
  readonly size: number;
  /** So many of them are taken for relative ones. */
  readonly relative: number;
}

/**
 * Follows the relocations (glibc: ELF_DYNAMIC_RELOCATE): each has to be of a known kind, in memory that can be written.
 *
 * @param watched addresses whose final values are wanted
 * @throws ArtifactError at the first one that the loader can't do
 */
export function relocate(
  elf: Elf,
  dynamic: Dynamic,
  watched: { readonly start: number; readonly end: number },
): Relocated {
  const machine = MACHINES[elf.arch];
  const state = { slots: new Map<number, number | undefined>(), usesStaticTls: false, lastSymbol: 0 };
  if (!machine) return state;
  followRelr(elf, dynamic, watched, state.slots);
  const tables = tablesOf(elf, dynamic);
  for (const table of tables) follow(elf, dynamic, machine, table, watched, state);
  for (const table of tables) requireWhole(elf, machine, table, tables, state.lastSymbol);
  return state;
}

type State = { slots: Map<number, number | undefined>; usesStaticTls: boolean; lastSymbol: number };

function tablesOf(elf: Elf, { values }: Dynamic): Table[] {
  const [rela, jmprel, pltrel] = [DT.rela, DT.jmprel, DT.pltrel].map((tag) => values.get(tag));
  const tables: Table[] = [];
  if (rela) {
    const size = requireWith(elf, values, DT.rela, rela, DT.relasz);
    const entrySize = requireWith(elf, values, DT.rela, rela, DT.relaent);
    if (entrySize.value !== ENTRY_SIZE) throw notValue(elf, DT.relaent, entrySize, ENTRY_SIZE);
    const relative = relativeCount(elf, values.get(DT.relacount));
    if (rela.value !== 0) {
      tables.push({ tag: DT.rela, entry: rela, start: rela.value, size: size.value, relative });
    }
  }
  if (pltrel) {
    if (pltrel.value !== DT.rela) throw notValue(elf, DT.pltrel, pltrel, DT.rela);
    const start = requireWith(elf, values, DT.pltrel, pltrel, DT.jmprel);
    const size = requireWith(elf, values, DT.pltrel, pltrel, DT.pltrelsz);
    tables.push({ tag: DT.jmprel, entry: start, start: start.value, size: size.value, relative: 0 });
  } else if (jmprel) {
    throw damaged(elf.source.file, jmprel.place, 'DT_JMPREL without DT_PLTREL', {
      why: 'the loader leaves these relocations out, and calls go astray',
    });
  }
  return tables;
}

/** What is beyond 61 bits is lost where the loader makes bytes of it. */
function relativeCount({ source }: Elf, entry: DynamicValue | undefined): number {
  if (!entry) return 0;
  return Number(BigInt.asUintN(61, source.read(entry.place, WORD, 'DT_RELACOUNT').readBigUInt64LE(0)));
}

function requireWith(
  { source }: Elf,
  values: ReadonlyMap<number, DynamicValue>,
  tag: number,
  { place }: DynamicValue,
  other: number,
): DynamicValue {
  const entry = values.get(other);
  if (entry && entry.value < 0) throw notValue({ source }, other, entry, 'a size');
  if (entry) return entry;
  throw damaged(source.file, place, `${tagName(tag)} without ${tagName(other)}`, {
    why: 'the loader reads it without a look',
  });
}

function notValue(
  { source }: Pick<Elf, 'source'>,
  tag: number,
  { value, place }: DynamicValue,
  expected: number | string,
): Error {
  return damaged(source.file, place, `${tagName(tag)} is wrong`, {
    expected: String(expected),
    found: hex(value),
    why: 'the loader stops there',
  });
}

function follow(
  elf: Elf,
  dynamic: Dynamic,
  machine: Relocations,
  { tag, entry, size, relative }: Table,
  watched: { readonly start: number; readonly end: number },
  state: State,
): void {
  const { source, memory } = elf;
  // A relative one that is beyond the table is done all the same.
  const count = Math.ceil(size / ENTRY_SIZE);
  if (count === 0) return;
  const offset = tableOffset(elf, tag, entry, count * ENTRY_SIZE, 'the table of relocations');
  const textrel =
    dynamic.values.has(DT.textrel) || ((dynamic.values.get(DT.flags)?.low ?? 0) & DF_TEXTREL) !== 0;
  const needs = textrel ? 0 : PF_W;
  // This is done for each of some 50,000: what it needs is at hand.
  const { kinds } = machine;
  const { start: watchedStart, end: watchedEnd } = watched;
  let { lastSymbol } = state;
  let empty = 0;
  // Most are in one range, in no order.
  let [from, to] = [0, 0];
  for (let first = 0; first < count; first += ENTRIES_A_PIECE) {
    const at = offset + first * ENTRY_SIZE;
    const length = Math.min(ENTRIES_A_PIECE, count - first) * ENTRY_SIZE;
    const piece = source.piece(at, length, 'the table of relocations');
    const numbers = words(piece);
    for (let i = 0; i < numbers.length; i += ENTRY_WORDS) {
      const type = numbers[i + 2] as number;
      const kind = type < kinds.length ? kinds[type] : UNKNOWN;
      if (kind !== RELATIVE) {
        if (first + i / ENTRY_WORDS < relative) throw notRelative(elf, dynamic, at + i * 4, type);
        if (kind === NONE) {
          empty++;
          continue;
        }
        if (kind === UNKNOWN) throw unknownType(elf, tag, at + i * 4, type);
      }
      const target = (numbers[i + 1] as number) * 2 ** 32 + (numbers[i] as number);
      if (target < from || target + WORD > to) {
        const range = memory.around(target, needs);
        if (!range || !memory.allows(target, WORD, needs)) throw unwritable(elf, tag, at + i * 4, target);
        from = range.start;
        to = range.end;
      }
      const symbol = numbers[i + 3] as number;
      if (symbol > lastSymbol) lastSymbol = symbol;
      if (kind === STATIC_TLS && (symbol === 0 || symbolOf(elf, dynamic, symbol).isDefined)) {
        state.usesStaticTls = true;
      }
      if (target >= watchedStart && target < watchedEnd) {
        const addend = u64(piece, i * 4 + 16);
        const value = symbol === 0 ? 0 : symbolOf(elf, dynamic, symbol).value;
        state.slots.set(target, value === undefined ? undefined : value + addend);
      }
    }
  }
  state.lastSymbol = lastSymbol;
  if (empty > count / 2) {
    throw damaged(source.file, entry.place, `${tagName(tag)} is not the place of relocations`, {
      found: `${empty} of ${count} that do nothing`,
      why: 'code would use addresses that were never set',
    });
  }
  if (relative > count) {
    throw damaged(
      source.file,
      dynamic.values.get(DT.relacount)?.place,
      'DT_RELACOUNT is larger than the table',
      {
        expected: `at most ${count}`,
        found: String(relative),
        why: 'the loader stops behind the table',
      },
    );
  }
}

function notRelative({ source }: Elf, { values }: Dynamic, place: number, type: number): Error {
  return damaged(source.file, values.get(DT.relacount)?.place, 'DT_RELACOUNT or DT_RELA is wrong', {
    expected: `a relative relocation at byte ${place}`,
    found: `one of type ${type}`,
    why: 'the loader stops there',
  });
}

function unknownType({ source }: Elf, tag: number, place: number, type: number): Error {
  return damaged(source.file, place + 8, `a relocation of an unknown type, by ${tagName(tag)}`, {
    found: `type ${type}`,
    why: 'the loader refuses it',
  });
}

function unwritable({ source }: Elf, tag: number, place: number, target: number): Error {
  return damaged(source.file, place, `a relocation of what can't be written, by ${tagName(tag)}`, {
    found: `address ${hex(target)}`,
    why: 'the loader ends with a signal there',
  });
}

const DF_TEXTREL = 4;

/** Address of a symbol that the file defines. */
function symbolOf(
  elf: Elf,
  { symbols = 0 }: Dynamic,
  index: number,
): { isDefined: boolean; value: number | undefined } {
  const symbol = elf.source.read(symbols + index * SYMBOL_SIZE, SYMBOL_SIZE, 'the symbol of a relocation');
  const isDefined = symbol.readUInt16LE(6) !== 0;
  return { isDefined, value: isDefined ? u64(symbol, 8) : undefined };
}

/**
 * A table that begins late or ends early is not refused by the loader, but what it leaves out keeps the values of the
 * file: code that uses these goes astray.
 */
function requireWhole(
  elf: Elf,
  machine: Relocations,
  { tag, entry, start, size }: Table,
  tables: readonly Table[],
  lastSymbol: number,
): void {
  const isDone = (address: number): boolean =>
    tables.some((table) => address >= table.start && address < table.start + table.size);
  const end = start + Math.ceil(size / ENTRY_SIZE) * ENTRY_SIZE;
  for (const address of [start - ENTRY_SIZE, end]) {
    const offset = elf.memory.fileOffset(address, ENTRY_SIZE);
    if (offset === undefined || isDone(address)) continue;
    const bytes = elf.source.read(offset, ENTRY_SIZE, 'what is beside a table of relocations');
    const [target, type, symbol] = [u64(bytes, 0), bytes.readUInt32LE(8), bytes.readUInt32LE(12)];
    const isOne =
      ![NONE, UNKNOWN].includes(machine.kinds[type] ?? UNKNOWN) &&
      symbol <= lastSymbol &&
      elf.memory.allows(target, WORD, PF_W);
    if (!isOne) continue;
    throw damaged(elf.source.file, entry.place, `${tagName(tag)} or its size leaves out relocations`, {
      found: `one more at byte ${offset}`,
      why: 'code would use addresses that were never set',
    });
  }
}

/** DT_RELR: addresses, each with bitmaps of the words behind it (gABI). */
function followRelr(
  elf: Elf,
  { values }: Dynamic,
  watched: { readonly start: number; readonly end: number },
  slots: Map<number, number | undefined>,
): void {
  const relr = values.get(DT.relr);
  if (!relr) return;
  const size = requireWith(elf, values, DT.relr, relr, DT.relrsz);
  const entrySize = requireWith(elf, values, DT.relr, relr, DT.relrent);
  if (entrySize.value !== WORD) throw notValue(elf, DT.relrent, entrySize, WORD);
  const count = Math.ceil(size.value / WORD);
  if (count === 0) return;
  const offset = tableOffset(elf, DT.relr, relr, count * WORD, 'the table of relative relocations');
  let where = 0;
  const add = (address: number, at: number): void => {
    if (!elf.memory.allows(address, WORD, PF_W)) {
      throw damaged(elf.source.file, at, "a relocation of what can't be written, by DT_RELR", {
        found: `address ${hex(address)}`,
        why: 'the loader ends with a signal there',
      });
    }
    if (address < watched.start || address >= watched.end) return;
    const place = elf.memory.fileOffset(address, WORD);
    if (place !== undefined)
      slots.set(address, u64(elf.source.read(place, WORD, 'a relative relocation'), 0));
  };
  for (let i = 0; i < count; i++) {
    const at = offset + i * WORD;
    const entry = elf.source.read(at, WORD, 'the table of relative relocations').readBigUInt64LE(0);
    if ((entry & 1n) === 0n) {
      add(Number(entry), at);
      where = Number(entry) + WORD;
      continue;
    }
    for (let bit = 0; bit < 63; bit++) if ((entry >> BigInt(bit + 1)) & 1n) add(where + bit * WORD, at);
    where += 63 * WORD;
  }
}
