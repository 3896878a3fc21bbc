import { PF_R, PF_W } from './elf-segment';

/** The page size of amd64, and of most arm64 kernels; what is laid out for larger pages fits it, too. */
export const PAGE = 4096;

/** Addresses that one thing fills. */
interface Range {
  readonly start: number;
  readonly end: number;
  /** PF_R, PF_W, PF_X: 0 is a hole. */
  readonly flags: number;
  /** Of its start in the file; undefined if it is filled with zeros. */
  readonly offset?: number;
}

/** What the loader puts at which address, relative to the one that it chooses. */
export class Memory {
  /** Ascending, without overlap. */
  private ranges: readonly Range[] = [];

  constructor(private readonly fileSize: number) {}

  /** The lowest address, and the one behind the highest. */
  get start(): number {
    return this.ranges[0]?.start ?? 0;
  }
  get end(): number {
    return this.ranges.at(-1)?.end ?? 0;
  }

  /** Puts a range over what is there. */
  put(range: Range): void {
    const { start, end } = range;
    if (end <= start) return;
    const kept = this.ranges.flatMap((old) => [
      ...(old.start < start ? [{ ...old, end: Math.min(old.end, start) }] : []),
      ...(old.end > end ? [from(old, Math.max(old.start, end))] : []),
    ]);
    this.ranges = [...kept, range].sort((a, b) => a.start - b.start);
  }

  /** Takes flags away, or gives them, as mprotect does. */
  protect(start: number, end: number, change: (flags: number) => number): void {
    for (const old of this.ranges.filter((range) => range.start < end && range.end > start)) {
      const part = from(old, Math.max(old.start, start));
      this.put({ ...part, end: Math.min(old.end, end), flags: change(old.flags) });
    }
  }

  /** Whether all of these addresses can be used so. */
  allows(address: number, length: number, flags: number): boolean {
    let at = address;
    for (const { start, end, flags: has } of this.ranges) {
      if (at < start) return false;
      if (at >= end) continue;
      if ((has & flags) !== flags) return false;
      at = end;
      if (at >= address + length) return true;
    }
    return false;
  }

  /** Whether any of these addresses can be used so. */
  touches(from: number, to: number, flags: number): boolean {
    return this.ranges.some((range) => range.start < to && range.end > from && (range.flags & flags) !== 0);
  }

  /** The addresses around this one that can be used in the same way; undefined if it can't be used so. */
  around(address: number, flags: number): { readonly start: number; readonly end: number } | undefined {
    const range = this.at(address);
    return range && (range.flags & flags) === flags ? range : undefined;
  }

  /** Where readable bytes are in the file; undefined if they are not, or not side by side. */
  fileOffset(address: number, length: number): number | undefined {
    const range = this.at(address);
    if (range?.offset === undefined || !isReadable(range.flags) || address > range.end - length)
      return undefined;
    const offset = range.offset + (address - range.start);
    return offset <= this.fileSize - length ? offset : undefined;
  }

  /** How many readable bytes of the file there are from this address on. */
  bytesFrom(address: number): number {
    const range = this.at(address);
    if (range?.offset === undefined || !isReadable(range.flags)) return 0;
    const offset = range.offset + (address - range.start);
    return Math.max(0, Math.min(range.end - address, this.fileSize - offset));
  }

  private at(address: number): Range | undefined {
    return this.ranges.find(({ start, end }) => address >= start && address < end);
  }
}

/** What can be written can be read on these processors. */
function isReadable(flags: number): boolean {
  return (flags & (PF_R | PF_W)) !== 0;
}

function from(range: Range, start: number): Range {
  const { offset } = range;
  return { ...range, start, ...(offset !== undefined && { offset: offset + (start - range.start) }) };
}

export const pageDown = (address: number): number => Math.floor(address / PAGE) * PAGE;
export const pageUp = (address: number): number => Math.ceil(address / PAGE) * PAGE;
