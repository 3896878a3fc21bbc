import { damaged } from './artifact-error';
import type { ByteSource } from './byte-source';
import type { Elf } from './elf';
import { DT, type Dynamic, type DynamicValue } from './elf-dynamic';
import type { Relocated } from './elf-relocations';
import { addressOfSection } from './elf-sections';
import { hex, PF_X, u64 } from './elf-segment';
import { SYMBOL_SIZE } from './elf-symbols';

const WORD = 8;
/** Go's plugins have two. */
const MAX_CONSTRUCTORS = 65_536;
const MAX_LEFT_OUT = 64;

/** Where the constructors are named: DT_INIT_ARRAY. */
export interface ConstructorArray {
  readonly start: number;
  readonly end: number;
  /** Where those of the end begin, which linkers put behind them; `end` if they are elsewhere. */
  readonly destructors: number;
}

/** The loader counts in 32 bits. */
function constructorCount(source: ByteSource, { place }: DynamicValue): number {
  const size = source.read(place, WORD, 'DT_INIT_ARRAYSZ').readBigUInt64LE(0);
  return Number(BigInt.asUintN(32, size / BigInt(WORD)));
}

/** @throws ArtifactError if there is no size to it, or it is no size */
export function constructorArray({ source, memory }: Elf, { values }: Dynamic): ConstructorArray {
  const [array, size] = [values.get(DT.initArray), values.get(DT.initArraysz)];
  if (!array) return { start: 0, end: 0, destructors: 0 };
  if (!size) {
    throw damaged(source.file, array.place, 'DT_INIT_ARRAY without DT_INIT_ARRAYSZ', {
      why: 'the loader reads it without a look',
    });
  }
  const count = constructorCount(source, size);
  if (count > MAX_CONSTRUCTORS) {
    throw damaged(source.file, size.place, 'DT_INIT_ARRAYSZ is too large', {
      expected: `at most ${MAX_CONSTRUCTORS * WORD}`,
      found: hex(size.value),
      why: 'the loader calls what lies behind the constructors',
    });
  }
  if (count > 0 && !memory.allows(array.value, count * WORD, 0)) {
    throw damaged(source.file, array.place, 'DT_INIT_ARRAY is an address that no segment maps', {
      found: hex(array.value),
      why: 'the loader reads it',
    });
  }
  const end = array.value + count * WORD;
  const destructors = values.get(DT.finiArray)?.value ?? end;
  const isNear = destructors > end && destructors - end <= MAX_LEFT_OUT * WORD;
  return { start: array.value, end, destructors: isNear ? destructors : end };
}

/**
 * What the loader calls has to be code (glibc: call_init).
 *
 * @throws ArtifactError if it is not
 */
export function requireConstructors(
  elf: Elf,
  dynamic: Dynamic,
  symbolCount: number,
  { start, end, destructors }: ConstructorArray,
  { slots }: Relocated,
): void {
  const { source, memory, type } = elf;
  const { values } = dynamic;
  const preinit = values.get(DT.preinitArray);
  if (preinit && values.has(DT.preinitArraysz) && type === 'DYN' && !elf.hasInterpreter) {
    throw damaged(source.file, preinit.place, 'DT_PREINIT_ARRAY in a library', {
      why: 'only programs have one',
    });
  }
  const init = values.get(DT.init);
  if (init) requireFunction(elf, dynamic, symbolCount, init);
  const array = values.get(DT.initArray);
  // A symbol of another library has no address here.
  const isCode = (target: number | undefined): boolean =>
    target === undefined || (memory.allows(target, 1, PF_X) && memory.fileOffset(target, 1) !== undefined);
  for (let at = start; array && at < end; at += WORD) {
    const target = slots.has(at) ? slots.get(at) : type === 'EXEC' ? fixedWord(elf, at) : NOWHERE;
    if (isCode(target)) continue;
    throw damaged(source.file, array.place, 'DT_INIT_ARRAY or its size names a constructor that is no code', {
      found:
        target === NOWHERE || target === undefined ? `no address at ${hex(at)}` : `address ${hex(target)}`,
      why: 'the loader calls it',
    });
  }
  const between = Array.from({ length: (destructors - end) / WORD }, (_, i) => end + i * WORD);
  if (between.length > 0 && between.every((at) => slots.has(at) && isCode(slots.get(at)))) {
    throw damaged(source.file, values.get(DT.initArraysz)?.place, 'DT_INIT_ARRAYSZ leaves out constructors', {
      expected: hex(destructors - start),
      found: hex(end - start),
      why: "what they set up is missing; Go's runtime learns of a plugin by one",
    });
  }
}

const NOWHERE = -1;

function fixedWord({ source, memory }: Elf, address: number): number {
  const offset = memory.fileOffset(address, WORD);
  return offset === undefined ? NOWHERE : u64(source.read(offset, WORD, 'a constructor'), 0);
}

function requireFunction(
  elf: Elf,
  dynamic: Dynamic,
  symbolCount: number,
  { value, place }: DynamicValue,
): void {
  const { source, memory } = elf;
  const wrong = (found: string, expected?: string): Error =>
    damaged(source.file, place, 'DT_INIT is not the address of a function', {
      ...(expected !== undefined && { expected }),
      found,
      why: 'the loader calls it',
    });
  if (!memory.allows(value, 4, PF_X)) throw wrong(`address ${hex(value)}, which is no code`);
  // How a function begins tells nothing for sure: each C library and each compiler has its own ways.
  const section = addressOfSection(source, INIT_SECTION);
  if (section === undefined || section === value) return;
  if (!isSymbol(elf, dynamic, symbolCount, value))
    throw wrong(`address ${hex(value)}`, `that of the section ${INIT_SECTION}, ${hex(section)}`);
}

/** Linkers take DT_INIT from it (System V ABI, chapter 5). */
const INIT_SECTION = '.init';

/** Whether a symbol has that address: an own function by -Wl,-init. */
function isSymbol({ source }: Elf, { symbols = 0 }: Dynamic, count: number, address: number): boolean {
  for (let index = 1; index < count; index++) {
    const symbol = source.read(symbols + index * SYMBOL_SIZE, SYMBOL_SIZE, 'a dynamic symbol');
    if (symbol.readUInt16LE(6) !== 0 && u64(symbol, 8) === address) return true;
  }
  return false;
}
