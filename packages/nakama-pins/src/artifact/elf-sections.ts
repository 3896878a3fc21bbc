import type { ByteSource } from './byte-source';
import { u64 } from './elf-segment';

const HEADER_SIZE = 64;
const SECTION_SIZE = 64;
/** Linkers write about forty. */
const MAX_SECTIONS = 4096;

/**
 * The address of a section by its name. The loader reads no sections, and they may be stripped: what they say is a hint.
 *
 * @returns undefined if there is no such section, or the headers of sections are none
 */
export function addressOfSection(source: ByteSource, name: string): number | undefined {
  const header = source.read(0, HEADER_SIZE, 'the ELF header');
  const start = u64(header, 40);
  const [size, count, names] = [58, 60, 62].map((at) => header.readUInt16LE(at)) as [number, number, number];
  if (size !== SECTION_SIZE || count === 0 || count > MAX_SECTIONS || names >= count) return undefined;
  if (!source.has(start, count * SECTION_SIZE)) return undefined;
  const section = (index: number): Buffer =>
    source.read(start + index * SECTION_SIZE, SECTION_SIZE, 'a section header');
  const strings = u64(section(names), 24);
  const wanted = Buffer.from(`${name}\0`, 'latin1');
  for (let index = 1; index < count; index++) {
    const at = strings + section(index).readUInt32LE(0);
    if (!source.has(at, wanted.length)) continue;
    if (source.read(at, wanted.length, 'the name of a section').equals(wanted))
      return u64(section(index), 16);
  }
  return undefined;
}
