/** Sets a field of two bytes. */
export function u16(bytes: Buffer, at: number, value: number): Buffer {
  bytes.writeUInt16LE(value, at);
  return bytes;
}

/** Sets a field of eight bytes; negative ones have the highest bit. */
export function u64(bytes: Buffer, at: number, value: number): Buffer {
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), at);
  return bytes;
}

/** Sets the value of the first dynamic entry with the tag. */
export function tag(bytes: Buffer, wanted: number, value: number): Buffer {
  return u64(bytes, dynamicEntry(bytes, wanted) + 8, value);
}

/** Where the first dynamic entry with the tag begins. */
export function dynamicEntry(bytes: Buffer, wanted: number): number {
  const [start, size] = segment(bytes, (type) => type === 2);
  for (let at = start; at < start + size; at += 16) if (bytes.readUInt32LE(at) === wanted) return at;
  throw new Error(`no dynamic entry ${wanted}`);
}

/** The value of the first dynamic entry with the tag. */
export function dynamicValue(bytes: Buffer, wanted: number): number {
  return Number(bytes.readBigUInt64LE(dynamicEntry(bytes, wanted) + 8));
}

/** File offset of an address. */
export function fileRange(bytes: Buffer, address: number): [number] {
  const [offset, , start] = segment(
    bytes,
    (type, from, length) => type === 1 && address >= from && address < from + length,
  );
  return [offset + address - start];
}

/** Offset, size and address of the first segment that is meant. */
export function segment(
  bytes: Buffer,
  isMeant: (type: number, address: number, size: number) => boolean,
): [number, number, number] {
  const table = Number(bytes.readBigUInt64LE(32));
  for (let at = table; at < table + bytes.readUInt16LE(56) * 56; at += 56) {
    const [offset, address, size] = [8, 16, 32].map((field) => Number(bytes.readBigUInt64LE(at + field))) as [
      number,
      number,
      number,
    ];
    if (isMeant(bytes.readUInt32LE(at), address, size)) return [offset, size, address];
  }
  throw new Error('no such segment');
}

/** Sets a field of four bytes. */
export function u32(bytes: Buffer, at: number, value: number): Buffer {
  bytes.writeUInt32LE(value, at);
  return bytes;
}

const PROGRAM_HEADER_SIZE = 56;

/** Where a program header begins: of those of a type, the one with that number. */
export function programHeader(bytes: Buffer, type: number, number = 0): number {
  const table = Number(bytes.readBigUInt64LE(32));
  const all = Array.from({ length: bytes.readUInt16LE(56) }, (_, i) => table + i * PROGRAM_HEADER_SIZE);
  const found = all.filter((at) => bytes.readUInt32LE(at) === type)[number];
  if (found === undefined) throw new Error(`no program header ${number} of type ${type}`);
  return found;
}

/** p_offset and p_vaddr of it. */
export function header(bytes: Buffer, type: number, number = 0): { offset: number; address: number } {
  const at = programHeader(bytes, type, number);
  return { offset: Number(bytes.readBigUInt64LE(at + 8)), address: Number(bytes.readBigUInt64LE(at + 16)) };
}
