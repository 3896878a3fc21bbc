import { damaged } from './artifact-error';
import type { ByteSource } from './byte-source';
import { Memory, PAGE, pageDown, pageUp } from './elf-memory';
import { fieldOf, FIELDS, hex, PF_R, PF_W, PF_X, PT_LOAD, type Segment } from './elf-segment';

/** Linkers place segments by the largest page of a platform, at most: larger alignments are no linker's. */
const MAX_ALIGN = 2 ** 30;
/** As far as code reaches its data: 32 bits with a sign on amd64, 33 on arm64 (ADRP). */
const REACH: Readonly<Record<string, number>> = { amd64: 2 ** 31 };
const OTHER_REACH = 2 ** 32;

/**
 * Maps the segments as the loader does (glibc: _dl_map_segments; the kernel does the same for programs).
 *
 * @throws ArtifactError if they can't be mapped, or not without chance
 */
export function mapSegments(
  source: ByteSource,
  segments: readonly Segment[],
  { isProgram, arch }: { readonly isProgram: boolean; readonly arch: string },
): Memory {
  const memory = new Memory(source.size);
  const loads = segments.filter(({ type }) => type === PT_LOAD);
  const [first, last] = [loads[0], loads.at(-1)];
  if (!first || !last) {
    if (segments.length === 0) return memory;
    throw damaged(source.file, segments[0]?.place, 'no program header is a PT_LOAD', {
      why: 'there is nothing to load',
    });
  }
  loads.forEach((load, i) => requireMappable(source, load, loads[i - 1]));
  if (isProgram) loads.forEach((load) => requireProgramSize(source, load));
  const start = pageDown(first.address);
  const end = pageUp(last.address + last.memorySize);
  const reach = REACH[arch] ?? OTHER_REACH;
  if (end - start > reach) {
    throw damaged(source.file, last.place + FIELDS.memorySize, `${fieldOf('p_memsz', last)} is too large`, {
      expected: `at most ${hex(Math.max(0, start + reach - last.address))}`,
      found: hex(last.memorySize),
      why: `code of ${arch} reaches ${reach / 2 ** 30} GiB`,
    });
  }
  // One mapping of the file for all, over which the other segments are put.
  memory.put({ start, end, flags: first.flags & ALL, offset: pageDown(first.offset) });
  const [firstEnd, lastStart] = [pageUp(first.address + first.fileSize), pageDown(last.address)];
  if (loads.length > 1 && hasHoles(loads)) {
    if (lastStart < firstEnd) {
      throw damaged(
        source.file,
        first.place + FIELDS.fileSize,
        `${fieldOf('p_filesz', first)} is too large`,
        {
          expected: `at most ${hex(lastStart - first.address)}: the last segment begins there`,
          found: hex(first.fileSize),
        },
      );
    }
    memory.put({ start: firstEnd, end: Math.max(lastStart, firstEnd), flags: 0 });
  }
  for (const load of loads) putSegment(memory, source, load, load === first, end);
  return memory;
}

const ALL = PF_R | PF_W | PF_X;

function hasHoles(loads: readonly Segment[]): boolean {
  return loads.some((load, i) => {
    const before = loads[i - 1];
    return before !== undefined && pageUp(before.address + before.fileSize) !== pageDown(load.address);
  });
}

function putSegment(memory: Memory, source: ByteSource, load: Segment, isFirst: boolean, end: number): void {
  const flags = load.flags & ALL;
  const [dataEnd, allocEnd] = [load.address + load.fileSize, load.address + load.memorySize];
  const beyond = Math.max(isFirst ? 0 : pageUp(dataEnd), pageUp(allocEnd)) > end;
  if (beyond) {
    const [name, field] =
      dataEnd > allocEnd ? (['p_filesz', 'fileSize'] as const) : (['p_memsz', 'memorySize'] as const);
    throw damaged(
      source.file,
      load.place + FIELDS[field],
      `${fieldOf(name, load)} reaches beyond the last segment`,
      {
        expected: `at most ${hex(Math.max(0, end - load.address))}`,
        found: hex(load[field]),
        why: 'the loader would map it over other libraries',
      },
    );
  }
  if (!isFirst) {
    memory.put({ start: pageDown(load.address), end: pageUp(dataEnd), flags, offset: pageDown(load.offset) });
  }
  if (allocEnd <= dataEnd) return;
  const zeroEnd = Math.min(pageUp(dataEnd), allocEnd);
  if (zeroEnd > dataEnd) {
    if (memory.fileOffset(pageDown(dataEnd), 1) === undefined && !memory.allows(dataEnd, 1, PF_W)) {
      throw damaged(
        source.file,
        load.place + FIELDS.fileSize,
        `${fieldOf('p_filesz', load)} ends where nothing is mapped`,
        {
          found: hex(load.fileSize),
          why: 'the loader fills the rest of that page with zeros',
        },
      );
    }
    memory.put({ start: dataEnd, end: zeroEnd, flags });
  }
  memory.put({ start: pageUp(dataEnd), end: pageUp(allocEnd), flags });
}

/** The rules for one segment by itself, and beside the one before it. */
function requireMappable(source: ByteSource, load: Segment, before: Segment | undefined): void {
  const { file } = source;
  const { offset, address, fileSize, memorySize, place } = load;
  const wrong = (
    field: keyof typeof FIELDS,
    name: string,
    what: string,
    expected: string,
    why: string,
  ): Error =>
    damaged(file, place + FIELDS[field], `${fieldOf(name, load)} ${what}`, {
      expected,
      found: hex(load[field]),
      why,
    });
  for (const [field, name, value] of [
    ['address', 'p_vaddr', address],
    // A little below 0 is less than p_filesz, which leaves nothing to be filled.
    ['memorySize', 'p_memsz', memorySize < 0 && memorySize > -LITTLE ? 0 : memorySize],
    ['fileSize', 'p_filesz', fileSize],
  ] as const) {
    if (value < 0 || value >= ADDRESS_SPACE)
      throw wrong(field, name, 'is beyond all addresses', 'less than 2^47', 'it can not be mapped');
  }
  if (fileSize > 0 && !source.has(offset, fileSize)) {
    throw damaged(file, source.size, 'the file is truncated: a loaded segment ends beyond it', {
      expected: `at least ${offset + fileSize} bytes, by ${fieldOf('p_offset', load)} at byte ${place + FIELDS.offset}`,
      found: `${source.size} bytes`,
    });
  }
  if (offset < 0 || offset >= ADDRESS_SPACE || (address - offset) % PAGE !== 0) {
    const expected = `${hex(address % PAGE)} modulo ${PAGE}, as p_vaddr`;
    throw wrong('offset', 'p_offset', 'does not fit its p_vaddr', expected, 'the loader maps whole pages');
  }
  requireAlign(load, wrong);
  if (before && address < before.address) {
    const expected = `at least ${hex(before.address)}, where the segment before begins`;
    throw wrong(
      'address',
      'p_vaddr',
      'is not in order',
      expected,
      'the loader maps segments over each other',
    );
  }
  if ((load.flags & PF_W) === 0 && memorySize > fileSize) {
    const why = 'code and constants would be zeros';
    throw wrong('fileSize', 'p_filesz', 'leaves out what can not be written', hex(memorySize), why);
  }
  if ((load.flags & PF_R) === 0) {
    throw wrong('flags', 'p_flags', 'lets nobody read it', 'PF_R (4)', 'whoever reads it ends with a signal');
  }
}

/** glibc before 2.35 refuses what newer ones overlook. */
function requireAlign(
  { offset, address, align }: Segment,
  wrong: (field: 'align', name: string, what: string, expected: string, why: string) => Error,
): void {
  if (align === 0 && address === offset) return;
  const isPower = align >= PAGE && align <= MAX_ALIGN && Number.isInteger(Math.log2(align));
  if (isPower && (address - offset) % align === 0) return;
  const expected = `a power of two from ${PAGE} on that divides p_vaddr - p_offset`;
  throw wrong('align', 'p_align', 'is no alignment', expected, 'glibc before 2.35 refuses it');
}

const ADDRESS_SPACE = 2 ** 47;
const LITTLE = 2 ** 40;

function requireProgramSize(source: ByteSource, load: Segment): void {
  if (load.fileSize <= load.memorySize) return;
  throw damaged(
    source.file,
    load.place + FIELDS.fileSize,
    `${fieldOf('p_filesz', load)} is larger than p_memsz`,
    {
      expected: `at most ${hex(load.memorySize)}`,
      found: hex(load.fileSize),
      why: 'the kernel refuses such a program',
    },
  );
}
