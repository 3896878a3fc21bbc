import { damaged } from './artifact-error';
import { type Elf, fileOffset, PT_DYNAMIC, readNumber } from './elf';

/** Tags of PT_DYNAMIC (gABI chapter 5; the last four are GNU's). */
const DT = {
  needed: 1,
  hash: 4,
  strtab: 5,
  symtab: 6,
  strsz: 10,
  syment: 11,
  soname: 14,
  rpath: 15,
  runpath: 29,
  gnuHash: 0x6ffffef5,
  verneed: 0x6ffffffe,
  verneednum: 0x6fffffff,
} as const;

const ENTRY_SIZE = 16;
/** Linkers write about thirty. */
const MAX_ENTRIES = 4096;
const MAX_STRING = 4096;

/** Versions of symbols that are needed from one library: `libc.so.6`, `GLIBC_2.34`. */
export interface VersionNeed {
  readonly library: string;
  /** In the order of the file. */
  readonly versions: readonly string[];
}

/** What the dynamic loader is told. Table places are offsets in the file, in bytes. */
export interface Dynamic {
  readonly needed: readonly string[];
  readonly soname?: string;
  readonly runpath?: string;
  readonly versionNeeds: readonly VersionNeed[];
  readonly strings: { readonly offset: number; readonly size: number };
  /** Undefined if there are no symbols. */
  readonly symbols?: number;
  readonly hash?: number;
  readonly gnuHash?: number;
}

/**
 * Reads PT_DYNAMIC and what it leads to, except the symbols themselves.
 *
 * @returns undefined if there is none: a statically linked program
 * @throws ArtifactError if it is damaged
 */
export function readDynamic(elf: Elf): Dynamic | undefined {
  const segment = elf.segments.find(({ type }) => type === PT_DYNAMIC);
  if (!segment) return undefined;
  const { source } = elf;
  const count = Math.floor(segment.fileSize / ENTRY_SIZE);
  if (count > MAX_ENTRIES) {
    throw damaged(source.file, segment.offset, 'too many dynamic entries', {
      expected: `at most ${MAX_ENTRIES}`,
      found: String(count),
    });
  }
  const table = source.read(segment.offset, count * ENTRY_SIZE, 'the dynamic section');
  // As in the loader (elf_get_dynamic_info), the last entry of a tag counts.
  const values = new Map<number, number>();
  const neededAt: number[] = [];
  for (let at = 0; at < table.length; at += ENTRY_SIZE) {
    const tag = table.readUInt32LE(at);
    if (tag === 0 && table.readUInt32LE(at + 4) === 0) break;
    const known = table.readUInt32LE(at + 4) === 0 && KNOWN_TAGS.has(tag);
    if (!known) continue;
    const value = readNumber(table, at + 8, source, segment.offset + at + 8);
    if (tag === DT.needed) neededAt.push(value);
    else values.set(tag, value);
  }
  const place = (tag: number, length: number, what: string): number | undefined => {
    const address = values.get(tag);
    return address === undefined ? undefined : fileOffset(elf, address, length, what);
  };
  const size = values.get(DT.strsz) ?? 0;
  const strings = { offset: place(DT.strtab, size, 'the dynamic string table') ?? 0, size };
  const text = (offset: number | undefined): string | undefined =>
    offset === undefined ? undefined : readString(elf, strings, offset);
  return {
    needed: neededAt.map((offset) => readString(elf, strings, offset)),
    soname: text(values.get(DT.soname)),
    runpath: text(values.get(DT.runpath) ?? values.get(DT.rpath)),
    versionNeeds: readVersionNeeds(
      elf,
      strings,
      place(DT.verneed, 0, 'the table of needed versions'),
      values.get(DT.verneednum) ?? 0,
    ),
    strings,
    symbols: place(DT.symtab, 0, 'the dynamic symbol table'),
    hash: place(DT.hash, 8, 'the hash table of symbols'),
    gnuHash: place(DT.gnuHash, 16, 'the GNU hash table of symbols'),
  };
}

const KNOWN_TAGS: ReadonlySet<number> = new Set(Object.values(DT));

/**
 * A string of the dynamic string table.
 *
 * @throws ArtifactError if it does not end in the table, or within 4096 bytes
 */
export function readString(elf: Elf, { offset, size }: Dynamic['strings'], at: number): string {
  const { source } = elf;
  const length = Math.min(MAX_STRING, size - at);
  if (length <= 0) {
    throw damaged(source.file, offset, 'a string beyond the string table', {
      expected: `less than ${size}`,
      found: String(at),
    });
  }
  const bytes = source.read(offset + at, length, 'a string');
  const end = bytes.indexOf(0);
  if (end < 0) throw damaged(source.file, offset + at, 'a string without an end');
  return bytes.toString('utf8', 0, end);
}

/** Verneed and Vernaux of the GNU symbol versions: two chains of offsets, each relative to its own entry. */
function readVersionNeeds(
  elf: Elf,
  strings: Dynamic['strings'],
  offset: number | undefined,
  count: number,
): VersionNeed[] {
  const needs: VersionNeed[] = [];
  let steps = 0;
  const step = (at: number): void => {
    // Whatever the chains look like, this ends.
    if (++steps > MAX_ENTRIES) throw damaged(elf.source.file, at, 'too many needed versions');
  };
  let next = 1;
  for (let at = offset ?? 0; offset !== undefined && needs.length < count && next !== 0; at += next) {
    step(at);
    const need = elf.source.read(at, 16, 'a needed version');
    next = need.readUInt32LE(12);
    const [auxCount, library] = [need.readUInt16LE(2), readString(elf, strings, need.readUInt32LE(4))];
    const versions: string[] = [];
    let auxAt = at + need.readUInt32LE(8);
    for (let auxNext = 1; versions.length < auxCount && auxNext !== 0; auxAt += auxNext) {
      step(auxAt);
      const aux = elf.source.read(auxAt, 16, 'a needed version');
      auxNext = aux.readUInt32LE(12);
      versions.push(readString(elf, strings, aux.readUInt32LE(8)));
    }
    needs.push({ library, versions });
  }
  return needs;
}
