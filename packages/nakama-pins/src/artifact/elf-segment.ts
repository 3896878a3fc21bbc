/** A part of the file that the loader maps, or that says how to. Offsets and sizes in bytes. */
export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
  readonly align: number;
  /** Of the program headers, counted from 0. */
  readonly index: number;
  /** Where its program header begins in the file. */
  readonly place: number;
}

export const PT_LOAD = 1;
export const PT_DYNAMIC = 2;
export const PT_INTERP = 3;
export const PT_NOTE = 4;
export const PT_PHDR = 6;
export const PT_TLS = 7;
export const PT_GNU_RELRO = 0x6474e552;
export const PT_GNU_PROPERTY = 0x6474e553;

const NAMES: Readonly<Record<number, string>> = {
  [PT_LOAD]: 'PT_LOAD',
  [PT_DYNAMIC]: 'PT_DYNAMIC',
  [PT_INTERP]: 'PT_INTERP',
  [PT_NOTE]: 'PT_NOTE',
  [PT_PHDR]: 'PT_PHDR',
  [PT_TLS]: 'PT_TLS',
  [PT_GNU_RELRO]: 'PT_GNU_RELRO',
  [PT_GNU_PROPERTY]: 'PT_GNU_PROPERTY',
};

export const PF_X = 1;
export const PF_W = 2;
export const PF_R = 4;

/** Of fields in a program header, in bytes from its start. */
export const FIELDS = {
  type: 0,
  flags: 4,
  offset: 8,
  address: 16,
  fileSize: 32,
  memorySize: 40,
  align: 48,
} as const;

/** What messages call a field of a program header. */
export function fieldOf(name: string, { index, type }: Segment): string {
  const known = NAMES[type];
  return `${name} of program header ${index}${known === undefined ? '' : ` (${known})`}`;
}

/**
 * A 64-bit number as one of JavaScript. With its highest bit it is negative, as the loader's sums of addresses make of
 * it; beyond 2^53 it is rounded, which is beyond every address and every file.
 */
export function u64(buffer: Buffer, at: number): number {
  return buffer.readInt32LE(at + 4) * 2 ** 32 + buffer.readUInt32LE(at);
}

export function hex(value: number): string {
  return `0x${BigInt.asUintN(64, BigInt(value)).toString(16)}`;
}
