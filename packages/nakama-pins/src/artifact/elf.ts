import { ArtifactError, damaged } from './artifact-error';
import type { ByteSource } from './byte-source';
import { requireElf } from './file-format';

/** A part of the file that the loader maps, or that says how to. Offsets and sizes in bytes. */
export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
}

/** `DYN` is a shared library or a position-independent program; only the latter has an interpreter. */
export type ElfType = 'EXEC' | 'DYN' | 'REL' | 'CORE' | 'other';

/** The headers of an ELF64 little-endian file (System V ABI, gABI chapter 4 and 5). */
export interface Elf {
  readonly source: ByteSource;
  readonly type: ElfType;
  /** As GOARCH names it; `e_machine 42` if Go has no name for it. */
  readonly arch: string;
  readonly segments: readonly Segment[];
  /** The program interpreter that a program names (ld.so), which a shared library does not. */
  readonly hasInterpreter: boolean;
}

const HEADER_SIZE = 64;
const SEGMENT_SIZE = 56;
/** Linkers write about ten; more would only be a way to make readers work. */
const MAX_SEGMENTS = 512;

export const PT_LOAD = 1;
export const PT_DYNAMIC = 2;
const PT_INTERP = 3;

export const PF_X = 1;
export const PF_W = 2;

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

/**
 * Reads the header and the program headers. Section headers are not needed, and may have been stripped.
 *
 * @throws ArtifactError if it is not an ELF64 little-endian file, or a segment does not lie in the file
 */
export function readElf(source: ByteSource): Elf {
  requireElf(source);
  const header = source.read(0, HEADER_SIZE, 'the ELF header');
  requireClass(source, header);
  const count = header.readUInt16LE(56);
  const entrySize = header.readUInt16LE(54);
  const type = TYPES[header.readUInt16LE(16)] ?? 'other';
  const machine = header.readUInt16LE(18);
  if (count > MAX_SEGMENTS || (count > 0 && entrySize !== SEGMENT_SIZE)) {
    throw damaged(source.file, 54, 'damaged ELF header', {
      expected: `at most ${MAX_SEGMENTS} program headers of ${SEGMENT_SIZE} bytes`,
      found: `${count} of ${entrySize} bytes`,
    });
  }
  const offset = readNumber(header, 32, source, 32);
  const table = source.read(offset, count * SEGMENT_SIZE, 'the program header table');
  const segments: Segment[] = [];
  for (let i = 0; i < count; i++) segments.push(readSegment(source, table, offset, i * SEGMENT_SIZE));
  return {
    source,
    type,
    arch: MACHINES[machine] ?? `e_machine ${machine}`,
    segments,
    hasInterpreter: segments.some((segment) => segment.type === PT_INTERP),
  };
}

function requireClass(source: ByteSource, header: Buffer): void {
  const [bits, order, version, abi] = header.subarray(4, 8);
  const found = [
    bits === 1 ? '32-bit' : bits === 2 ? '64-bit' : `class ${bits}`,
    order === 1 ? 'little-endian' : order === 2 ? 'big-endian' : `byte order ${order}`,
    LINUX_ABIS.includes(abi ?? 0) ? 'Linux' : `OS ABI ${abi}`,
  ].join(', ');
  if (version !== 1) throw damaged(source.file, 6, 'unknown version of ELF', { found: `version ${version}` });
  if (bits === 2 && order === 1 && LINUX_ABIS.includes(abi ?? 0)) return;
  throw new ArtifactError('other-platform', {
    file: source.file,
    message: 'this ELF file is for another kind of machine',
    expected: '64-bit, little-endian, Linux',
    found,
    fix: "build the plugin for the server's platform: GOOS=linux GOARCH=amd64 (or arm64)",
  });
}

function readSegment(source: ByteSource, table: Buffer, tableOffset: number, at: number): Segment {
  const field = (offset: number): number => readNumber(table, at + offset, source, tableOffset + at + offset);
  const segment = {
    type: table.readUInt32LE(at),
    flags: table.readUInt32LE(at + 4),
    offset: field(8),
    address: field(16),
    fileSize: field(32),
  };
  if (segment.type === PT_LOAD && !source.has(segment.offset, segment.fileSize)) {
    throw damaged(source.file, source.size, 'the file is truncated: a loaded segment ends beyond it', {
      expected: `at least ${segment.offset + segment.fileSize} bytes`,
      found: `${source.size} bytes`,
    });
  }
  return segment;
}

/**
 * A 64-bit number as one of JavaScript.
 *
 * @param place where it is in the file, for the error
 * @throws ArtifactError above 2^53: no file is so large
 */
export function readNumber(buffer: Buffer, at: number, source: ByteSource, place: number): number {
  const value = buffer.readUInt32LE(at + 4) * 2 ** 32 + buffer.readUInt32LE(at);
  if (Number.isSafeInteger(value)) return value;
  throw damaged(source.file, place, 'a number beyond the size of any file');
}

/**
 * Where bytes that are mapped at an address lie in the file.
 *
 * @throws ArtifactError if no segment maps all of them from the file
 */
export function fileOffset({ segments, source }: Elf, address: number, length: number, what: string): number {
  const segment = segments.find(
    ({ type, address: start, fileSize }) =>
      type === PT_LOAD && address >= start && address - start <= fileSize - length,
  );
  if (segment) return segment.offset + (address - segment.address);
  throw damaged(source.file, undefined, `${what} lies at an address that no segment maps from the file`, {
    found: `${length} bytes at address 0x${address.toString(16)}`,
  });
}
