import { damaged } from './artifact-error';
import type { Elf } from './elf';
import { fieldOf, FIELDS, hex, PT_GNU_PROPERTY, PT_NOTE, type Segment } from './elf-segment';

const HEADER_SIZE = 12;
const ALIGN = 8;
/** Files have a few. */
const MAX_NOTES = 65_536;
const NT_GNU_PROPERTY_TYPE_0 = 5;

/**
 * The loader goes through notes that are aligned to 8 bytes, for properties (glibc: _dl_process_property_note): their
 * sizes have to lead through memory that is mapped.
 *
 * @throws ArtifactError if they lead out of it
 */
export function requireNotes(elf: Elf): void {
  for (const segment of elf.segments) {
    const isRead = segment.type === PT_GNU_PROPERTY || (segment.type === PT_NOTE && elf.arch === 'amd64');
    if (isRead && segment.align === ALIGN) requireReadable(elf, segment);
  }
}

function requireReadable({ source, memory }: Elf, segment: Segment): void {
  const { address, memorySize, place } = segment;
  let notes = 0;
  for (let at = address; at + HEADER_SIZE - address < memorySize; ) {
    const offset = memory.fileOffset(at, HEADER_SIZE);
    if (offset === undefined || ++notes > MAX_NOTES) {
      const isStart = at === address;
      throw damaged(
        source.file,
        place + FIELDS[isStart ? 'address' : 'memorySize'],
        `${fieldOf(isStart ? 'p_vaddr' : 'p_memsz', segment)} leads out of the file`,
        { found: `a note at address ${hex(at)}`, why: 'the loader reads it' },
      );
    }
    const note = source.read(offset, HEADER_SIZE + 4, 'a note');
    const [nameSize, size] = [note.readUInt32LE(0), note.readUInt32LE(4)];
    const isProperty =
      nameSize === 4 &&
      note.readUInt32LE(8) === NT_GNU_PROPERTY_TYPE_0 &&
      note.toString('latin1', 12) === 'GNU\0';
    // Of more than one the loader reads the first.
    if (isProperty) return;
    at += alignUp(alignUp(HEADER_SIZE + nameSize) + size);
  }
}

function alignUp(size: number): number {
  return Math.ceil(size / ALIGN) * ALIGN;
}
