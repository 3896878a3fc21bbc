import type { Problem } from '../input/problem';
import { ArtifactError, damaged } from './artifact-error';
import type { Elf } from './elf';
import { constructorArray, requireConstructors } from './elf-constructors';
import { DT, type Dynamic } from './elf-dynamic';
import { requireLookups, requireVersions } from './elf-lookup';
import { PAGE, pageDown } from './elf-memory';
import { requireNotes } from './elf-notes';
import { relocate } from './elf-relocations';
import {
  fieldOf,
  FIELDS,
  hex,
  PF_R,
  PF_W,
  PF_X,
  PT_GNU_RELRO,
  PT_PHDR,
  PT_TLS,
  type Segment,
} from './elf-segment';

/**
 * Follows the loader through what it does once the segments are mapped (glibc: dl_open_worker): versions, symbols,
 * relocations, protection, constructors. Of machines that no server runs on, nothing is said.
 *
 * @param isProgram what dlopen alone asks for is not asked of it
 * @returns the first thing at which it would stop or go astray; undefined if it would take the file
 */
export function loadingProblem(
  elf: Elf,
  dynamic: Dynamic,
  symbolCount: number,
  isProgram: boolean,
): Problem | undefined {
  if (!LOADERS.includes(elf.arch)) return undefined;
  try {
    follow(elf, dynamic, symbolCount, isProgram);
    return undefined;
  } catch (error) {
    if (error instanceof ArtifactError) return error.problem;
    throw error;
  }
}

const LOADERS: readonly string[] = ['amd64', 'arm64'];

const DF_1_NOOPEN = 0x40;

/** Each process that opens libraries has it. */
const LIBC = 'libc.so.6';

function follow(elf: Elf, dynamic: Dynamic, symbolCount: number, isProgram: boolean): void {
  const { source } = elf;
  const { values, versions, needed } = dynamic;
  if (!isProgram) {
    const flags = values.get(DT.flags1);
    if (flags && (flags.low & DF_1_NOOPEN) !== 0) {
      throw damaged(source.file, flags.place, 'DT_FLAGS_1 has DF_1_NOOPEN', {
        why: 'the loader refuses to open it',
      });
    }
  }
  requireHeaders(elf);
  requireNotes(elf);
  if (dynamic.symbols === undefined) {
    throw damaged(source.file, undefined, 'the dynamic section has no DT_SYMTAB', {
      why: 'the loader reads it without a look',
    });
  }
  for (const { library, place } of versions.needs) {
    if (needed.includes(library) || library === LIBC) continue;
    throw damaged(
      source.file,
      place,
      `versions of ${JSON.stringify(library)} are needed, which no DT_NEEDED names`,
      {
        expected: needed.join(', '),
        why: 'the loader looks for them there',
      },
    );
  }
  requireLookups(elf, dynamic, symbolCount);
  const array = constructorArray(elf, dynamic);
  const relocated = relocate(elf, dynamic, { start: array.start, end: array.destructors });
  requireVersions(elf, dynamic, Math.max(symbolCount, relocated.lastSymbol + 1), !isProgram);
  if (relocated.usesStaticTls) requireStaticTls(elf, isProgram);
  protect(elf);
  requireConstructors(elf, dynamic, symbolCount, array, relocated);
}

function lastOf({ segments }: Elf, type: number): Segment | undefined {
  return segments.filter((segment) => segment.type === type).at(-1);
}

/** PT_PHDR says where the program headers are in memory: the loader reads them there once more. */
function requireHeaders(elf: Elf): void {
  const named = lastOf(elf, PT_PHDR);
  const [first] = elf.segments;
  if (!named || !first || elf.memory.fileOffset(named.address, 1) === first.place) return;
  throw damaged(
    elf.source.file,
    named.place + FIELDS.address,
    `${fieldOf('p_vaddr', named)} is not where they are`,
    {
      found: hex(named.address),
      why: 'the loader reads the program headers there',
    },
  );
}

/** What glibc keeps for libraries that are loaded later, and how it is aligned. */
const STATIC_TLS = 1600;
const STATIC_TLS_ALIGN = 64;

function requireStaticTls(elf: Elf, isProgram: boolean): void {
  const { source, segments } = elf;
  const tls = segments.filter(({ type, memorySize }) => type === PT_TLS && memorySize > 0).at(-1);
  if (!tls) {
    throw damaged(source.file, undefined, 'there is no PT_TLS, but relocations for thread-local data', {
      why: 'the loader ends with a signal there',
    });
  }
  const wrong = (
    field: 'address' | 'fileSize' | 'memorySize' | 'align',
    name: string,
    expected: string,
    why: string,
  ) =>
    damaged(source.file, tls.place + FIELDS[field], `${fieldOf(name, tls)} is wrong`, {
      expected,
      found: hex(tls[field]),
      why,
    });
  const { address, fileSize, memorySize, align } = tls;
  const isPower = align > 0 && Number.isInteger(Math.log2(align));
  if (!isPower || (!isProgram && align > STATIC_TLS_ALIGN)) {
    throw wrong(
      'align',
      'p_align',
      `a power of two up to ${STATIC_TLS_ALIGN}`,
      'there is no such static thread-local memory',
    );
  }
  if (!isProgram && memorySize + (address % align) > STATIC_TLS) {
    throw wrong(
      'memorySize',
      'p_memsz',
      `at most ${STATIC_TLS}`,
      'there is no more static thread-local memory',
    );
  }
  if (fileSize > memorySize || fileSize < 0)
    throw wrong('fileSize', 'p_filesz', `at most ${hex(memorySize)}`, 'the rest would be filled with zeros');
  if (fileSize > 0 && !elf.memory.allows(address, fileSize, 0)) {
    throw wrong('address', 'p_vaddr', 'an address that a segment maps', 'the loader copies from there');
  }
}

/** Takes the right to write away as the loader does, after relocation. */
function protect(elf: Elf): void {
  const { memory, source } = elf;
  const relro = lastOf(elf, PT_GNU_RELRO);
  if (!relro || relro.memorySize === 0) return;
  const [start, end] = [pageDown(relro.address), pageDown(relro.address + relro.memorySize)];
  if (start === end) return;
  const isMapped = start < end && memory.allows(start, end - start, 0);
  if (!isMapped || memory.touches(start, end, PF_X)) {
    const field = memory.allows(start, PAGE, PF_W) ? 'memorySize' : 'address';
    const name = field === 'address' ? 'p_vaddr' : 'p_memsz';
    throw damaged(
      source.file,
      relro.place + FIELDS[field],
      `${fieldOf(name, relro)} protects what is no data`,
      {
        found: `${hex(relro.address)} to ${hex(relro.address + relro.memorySize)}`,
        why: isMapped ? 'code could not run any more' : 'the loader can not do that',
      },
    );
  }
  memory.protect(start, end, () => PF_R);
}
