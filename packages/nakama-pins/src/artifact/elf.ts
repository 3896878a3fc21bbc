import { ArtifactError, damaged } from './artifact-error';
import type { ByteSource } from './byte-source';
import { mapSegments } from './elf-mapping';
import type { Memory } from './elf-memory';
import { hex, PT_INTERP, type Segment, u64 } from './elf-segment';
import { requireElf } from './file-format';

/** `DYN` is a shared library or a position-independent program; only the latter has an interpreter. */
export type ElfType = 'EXEC' | 'DYN' | 'REL' | 'CORE' | 'other';

/** The headers of an ELF64 little-endian file (System V ABI, gABI chapter 4 and 5). */
export interface Elf {
  readonly source: ByteSource;
  readonly type: ElfType;
  /** As GOARCH names it; `e_machine 42` if Go has no name for it. */
  readonly arch: string;
  readonly segments: readonly Segment[];
  /** What lies at which address once it is loaded. */
  readonly memory: Memory;
  /** The program interpreter that a program names (ld.so), which a shared library does not. */
  readonly hasInterpreter: boolean;
}

const HEADER_SIZE = 64;
/** PATH_MAX of the kernel. */
const MAX_PATH = 4096;
const SLASH = 0x2f;
const SEGMENT_SIZE = 56;
/** Linkers write about ten; more would only be a way to make readers work. */
const MAX_SEGMENTS = 512;

const TYPES: Readonly<Record<number, ElfType>> = { 1: 'REL', 2: 'EXEC', 3: 'DYN', 4: 'CORE' };

const MACHINES: Readonly<Record<number, string>> = {
  3: '386',
  8: 'mips',
  21: 'ppc64le',
  22: 's390x',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};

/** ELFOSABI_NONE and ELFOSABI_GNU: others are refused by glibc ("ELF file OS ABI invalid"). */
const LINUX_ABIS: readonly number[] = [0, 3];
/** The highest ABI version of ELFOSABI_GNU (glibc: libc-abis). */
const GNU_ABI_VERSION = 3;

/**
 * Reads the header and the program headers, and follows what the loader does with them (glibc: open_verify,
 * _dl_map_object_from_fd). Section headers are not needed, and may have been stripped.
 *
 * @throws ArtifactError if it is not an ELF64 little-endian file, or the loader refuses its headers
 */
export function readElf(source: ByteSource): Elf {
  requireElf(source);
  const header = source.read(0, HEADER_SIZE, 'the ELF header');
  requireClass(source, header);
  const type = TYPES[header.readUInt16LE(16)] ?? 'other';
  const machine = header.readUInt16LE(18);
  const arch = MACHINES[machine] ?? `e_machine ${machine}`;
  const isLoaded = type === 'DYN' || type === 'EXEC';
  const segments = isLoaded ? readSegments(source, header) : [];
  const hasInterpreter = segments.some((segment) => namesInterpreter(source, segment));
  const isProgram = type === 'EXEC' || hasInterpreter;
  const memory = mapSegments(source, segments, { isProgram, arch });
  return { source, type, arch, segments, memory, hasInterpreter };
}

/** A library may have a PT_INTERP that names nothing: dlopen does not read it. */
function namesInterpreter(source: ByteSource, { type, offset, fileSize }: Segment): boolean {
  if (type !== PT_INTERP || fileSize < 2 || fileSize > MAX_PATH || !source.has(offset, fileSize))
    return false;
  const path = source.read(offset, fileSize, 'the name of the interpreter');
  return path[0] === SLASH && path.indexOf(0) === fileSize - 1;
}

function requireClass(source: ByteSource, header: Buffer): void {
  const { file } = source;
  const [bits, order, version, abi = 0, abiVersion = 0] = header.subarray(4, 9);
  const found = [
    bits === 1 ? '32-bit' : bits === 2 ? '64-bit' : `class ${bits}`,
    order === 1 ? 'little-endian' : order === 2 ? 'big-endian' : `byte order ${order}`,
    LINUX_ABIS.includes(abi) ? 'Linux' : `OS ABI ${abi}`,
  ].join(', ');
  if (version !== 1) throw damaged(file, 6, 'unknown version of ELF', { found: `version ${version}` });
  if (bits !== 2 || order !== 1 || !LINUX_ABIS.includes(abi)) {
    throw new ArtifactError('other-platform', {
      file,
      message: 'this ELF file is for another kind of machine',
      expected: '64-bit, little-endian, Linux',
      found,
      fix: "build the plugin for the server's platform: GOOS=linux GOARCH=amd64 (or arm64)",
    });
  }
  const newest = abi === 0 ? 0 : GNU_ABI_VERSION;
  if (abiVersion > newest) {
    throw damaged(file, 8, 'EI_ABIVERSION of the ELF header is one that the loader does not know', {
      expected: `at most ${newest}`,
      found: String(abiVersion),
    });
  }
  const padding = header.subarray(9, 16).findIndex((byte) => byte !== 0);
  if (padding >= 0) {
    throw damaged(file, 9 + padding, 'EI_PAD of the ELF header is not zero', {
      expected: '0',
      found: String(header[9 + padding]),
      why: 'the loader refuses what it does not know',
    });
  }
  const eVersion = header.readUInt32LE(20);
  if (eVersion === 1) return;
  throw damaged(file, 20, 'e_version of the ELF header is not that of ELF', {
    expected: '1',
    found: String(eVersion),
  });
}

function readSegments(source: ByteSource, header: Buffer): Segment[] {
  const { file } = source;
  const entrySize = header.readUInt16LE(54);
  const count = header.readUInt16LE(56);
  // A header alone, which still says what the file is for.
  if (count === 0 && entrySize === 0) return [];
  if (entrySize !== SEGMENT_SIZE) {
    throw damaged(file, 54, 'damaged ELF header, e_phentsize is wrong', {
      expected: `program headers of ${SEGMENT_SIZE} bytes`,
      found: `${entrySize} bytes`,
    });
  }
  if (count > MAX_SEGMENTS || count === 0) {
    throw damaged(file, 56, 'damaged ELF header, e_phnum is wrong', {
      expected: `1 to ${MAX_SEGMENTS} program headers`,
      found: String(count),
    });
  }
  const start = u64(header, 32);
  if (!source.has(start, count * SEGMENT_SIZE)) {
    throw damaged(file, 32, 'e_phoff of the ELF header puts the program header table beyond the file', {
      expected: `at most ${hex(Math.max(0, source.size - count * SEGMENT_SIZE))}`,
      found: hex(start),
    });
  }
  const table = source.read(start, count * SEGMENT_SIZE, 'the program header table');
  return Array.from({ length: count }, (_, index): Segment => {
    const at = index * SEGMENT_SIZE;
    return {
      type: table.readUInt32LE(at),
      flags: table.readUInt32LE(at + 4),
      offset: u64(table, at + 8),
      address: u64(table, at + 16),
      fileSize: u64(table, at + 32),
      memorySize: u64(table, at + 40),
      align: u64(table, at + 48),
      index,
      place: start + at,
    };
  });
}

/**
 * A 64-bit number as one of JavaScript.
 *
 * @param place where it is in the file, for the error
 * @throws ArtifactError above 2^53: no file is so large
 */
export function readNumber(buffer: Buffer, at: number, source: ByteSource, place: number): number {
  const value = u64(buffer, at);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw damaged(source.file, place, 'a number beyond the size of any file');
}

/**
 * Where bytes that are mapped at an address lie in the file.
 *
 * @throws ArtifactError if no segment maps all of them from the file
 */
export function fileOffset({ memory, source }: Elf, address: number, length: number, what: string): number {
  const offset = memory.fileOffset(address, length);
  if (offset !== undefined) return offset;
  throw damaged(source.file, undefined, `${what} lies at an address that no segment maps from the file`, {
    found: `${length} bytes at address ${hex(address)}`,
  });
}
