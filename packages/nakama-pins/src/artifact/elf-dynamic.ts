import { damaged } from './artifact-error';
import type { Elf } from './elf';
import { fieldOf, FIELDS, hex, PF_W, PT_DYNAMIC, type Segment, u64 } from './elf-segment';
import { readString, type Strings } from './elf-strings';
import { readVersions, type Versions } from './elf-versions';

/** Tags of PT_DYNAMIC (gABI chapter 5; those from `gnuHash` on are GNU's). */
export const DT = {
  needed: 1,
  pltrelsz: 2,
  hash: 4,
  strtab: 5,
  symtab: 6,
  rela: 7,
  relasz: 8,
  relaent: 9,
  init: 12,
  soname: 14,
  rpath: 15,
  symbolic: 16,
  pltrel: 20,
  textrel: 22,
  jmprel: 23,
  initArray: 25,
  finiArray: 26,
  initArraysz: 27,
  runpath: 29,
  flags: 30,
  preinitArray: 32,
  preinitArraysz: 33,
  relrsz: 35,
  relr: 36,
  relrent: 37,
  gnuHash: 0x6ffffef5,
  versym: 0x6ffffff0,
  relacount: 0x6ffffff9,
  flags1: 0x6ffffffb,
  verdef: 0x6ffffffc,
  verneed: 0x6ffffffe,
  filter: 0x7fffffff,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries({ ...DT }).map(([name, tag]) => [
    tag,
    `DT_${name.replace(/([A-Z1])/, '_$1').toUpperCase()}`,
  ]),
);

/** What messages call a tag. */
export const tagName = (tag: number): string => NAMES.get(tag) ?? `DT ${hex(tag)}`;

const ENTRY_SIZE = 16;
/** Linkers write about thirty. */
const MAX_ENTRIES = 4096;

/** One entry: its value, and where that is in the file. */
export interface DynamicValue {
  readonly value: number;
  /** Its lowest 32 bits: flags. */
  readonly low: number;
  readonly place: number;
}

/** What the dynamic loader is told. Table places are offsets in the file, in bytes. */
export interface Dynamic {
  readonly values: ReadonlyMap<number, DynamicValue>;
  readonly needed: readonly string[];
  readonly soname?: string;
  readonly runpath?: string;
  readonly versions: Versions;
  readonly strings: Strings;
  /** Undefined if there are no symbols. */
  readonly symbols?: number;
  readonly hash?: number;
  readonly gnuHash?: number;
}

/**
 * Reads PT_DYNAMIC and what it leads to, except the symbols themselves: from the addresses where the loader reads it,
 * and without its counts, which the loader does not read (DT_STRSZ, DT_VERNEEDNUM).
 *
 * @returns undefined if there is none: a statically linked program
 * @throws ArtifactError if it is damaged
 */
export function readDynamic(elf: Elf): Dynamic | undefined {
  const segment = dynamicSegment(elf);
  if (!segment) return undefined;
  const { values, needed } = readEntries(elf, segment);
  const place = (tag: number, length: number, what: string): number | undefined => {
    const entry = values.get(tag);
    return entry && tableOffset(elf, tag, entry, length, what);
  };
  const strings = stringTable(elf, values);
  const text = (tag: number): string | undefined => {
    const entry = values.get(tag);
    return entry && readString(elf.source, strings, entry.value, { what: tagName(tag), place: entry.place });
  };
  // A library that has to be there to stand in for this one (DT_FILTER) is looked for in the same way.
  const names = needed.map(({ value, place }) =>
    readString(elf.source, strings, value, { what: tagName(DT.needed), place }),
  );
  const runpath = text(DT.runpath) ?? text(DT.rpath);
  const soname = text(DT.soname);
  return {
    values,
    // The loader takes an empty name for that of the program, and looks for nothing.
    needed: names.filter((name) => name !== ''),
    ...(soname !== undefined && { soname }),
    ...(runpath !== undefined && { runpath }),
    versions: readVersions(elf, strings, {
      needs: place(DT.verneed, 16, 'the table of needed versions'),
      definitions: place(DT.verdef, 20, 'the table of defined versions'),
    }),
    strings,
    ...optional('symbols', place(DT.symtab, 24, 'the dynamic symbol table')),
    // The loader reads the older table only where there is no other.
    ...(values.has(DT.gnuHash)
      ? optional('gnuHash', place(DT.gnuHash, 16, 'the GNU hash table of symbols'))
      : optional('hash', place(DT.hash, 8, 'the hash table of symbols'))),
  };
}

function optional<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

/** The last one counts, as in the loader. */
function dynamicSegment({ segments, source, type, hasInterpreter }: Elf): Segment | undefined {
  const all = segments.filter((segment) => segment.type === PT_DYNAMIC);
  const empty = all.find(({ fileSize }) => fileSize === 0);
  if (empty && type === 'DYN' && !hasInterpreter) {
    throw damaged(source.file, empty.place + FIELDS.fileSize, `${fieldOf('p_filesz', empty)} is 0`, {
      why: 'the loader takes the file for debug data of another one',
    });
  }
  return all.filter(({ fileSize }) => fileSize !== 0).at(-1);
}

function readEntries(
  elf: Elf,
  segment: Segment,
): { readonly values: Map<number, DynamicValue>; readonly needed: DynamicValue[] } {
  const { source, memory } = elf;
  const values = new Map<number, DynamicValue>();
  const needed: DynamicValue[] = [];
  const start = memory.fileOffset(segment.address, ENTRY_SIZE);
  const place = segment.place + FIELDS.address;
  if (start === undefined) {
    throw damaged(
      source.file,
      place,
      `${fieldOf('p_vaddr', segment)} is an address that no segment maps from the file`,
      {
        found: hex(segment.address),
        why: 'the loader reads the dynamic section there',
      },
    );
  }
  const length = memory.bytesFrom(segment.address);
  for (let at = 0; ; at += ENTRY_SIZE) {
    if (at >= MAX_ENTRIES * ENTRY_SIZE) {
      throw damaged(source.file, start, 'too many dynamic entries', {
        expected: `at most ${MAX_ENTRIES}, then DT_NULL`,
      });
    }
    // Zeros follow the data of a segment.
    if (at + ENTRY_SIZE > length) break;
    const entry = source.read(start + at, ENTRY_SIZE, 'the dynamic section');
    const tag = u64(entry, 0);
    if (tag === 0) break;
    const value = { value: u64(entry, 8), low: entry.readUInt32LE(8), place: start + at + 8 };
    // As in the loader (elf_get_dynamic_info), the last entry of a tag counts.
    if (tag === DT.needed || tag === DT.filter) needed.push(value);
    else if (NAMES.has(tag)) values.set(tag, value);
  }
  if ((segment.flags & PF_W) !== 0 && !memory.allows(segment.address, ENTRY_SIZE, PF_W)) {
    throw damaged(source.file, place, `${fieldOf('p_vaddr', segment)} is an address that can't be written`, {
      found: hex(segment.address),
      why: 'the loader writes there, by p_flags of the segment',
    });
  }
  return { values, needed };
}

/** Where a table is in the file. @throws ArtifactError if it is not mapped from the file */
export function tableOffset(
  elf: Elf,
  tag: number,
  { value, place }: DynamicValue,
  length: number,
  what: string,
): number {
  const offset = elf.memory.fileOffset(value, length);
  if (offset !== undefined) return offset;
  throw damaged(
    elf.source.file,
    place,
    `${tagName(tag)}: ${what} lies at an address that no segment maps from the file`,
    {
      found: `address ${hex(value)}`,
    },
  );
}

/** Tables that linkers may put behind the strings, as far as the loader reads them. */
const TABLES: readonly number[] = [DT.symtab, DT.rela, DT.jmprel, DT.relr, DT.gnuHash, DT.verneed];

/** The strings end where the next table begins: the loader does not read DT_STRSZ. */
function stringTable(elf: Elf, values: ReadonlyMap<number, DynamicValue>): Strings {
  const entry = values.get(DT.strtab);
  if (!entry) return { offset: 0, size: 0 };
  const offset = tableOffset(elf, DT.strtab, entry, 1, 'the dynamic string table');
  const gaps = TABLES.map((tag) => (values.get(tag)?.value ?? 0) - entry.value).filter((gap) => gap > 0);
  return { offset, size: Math.min(elf.memory.bytesFrom(entry.value), ...gaps) };
}
