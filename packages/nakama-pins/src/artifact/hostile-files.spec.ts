import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Artifact } from './artifact';
import { ArtifactError } from './artifact-error';
import { readArtifact } from './read-artifact';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from './testing/build-plugins';
import { dynamicEntry, dynamicValue, fileRange, segment, tag, u16, u64 } from './testing/elf-bytes';
import { SMALL } from './testing/rows';

const RUNS = 400;
/** Far below the 64 MB that reading may take, and below what any table of a file can claim. */
const LARGEST_PIECE = 4 * 1024 * 1024;

/** DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_GNU_HASH, DT_VERNEED, DT_VERNEEDNUM */
const DYNAMIC_TAGS = [5, 6, 10, 0x6ffffef5, 0x6ffffffe, 0x6fffffff];

describeWithPlugins('a hostile file', () => {
  let dir: string;
  let base: Buffer;
  /** Where the tables that are read begin: changes are made where they are felt. */
  let places: number[];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'hostile-'));
    base = readFileSync(await build(SMALL));
    places = [0, 64, ...dynamicPlaces(base), base.indexOf('\xff Go buildinf:', 0, 'latin1')];
  }, BUILD_TIMEOUT_MS);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function read(bytes: Buffer): Artifact | ArtifactError {
    const file = join(dir, 'x.so');
    writeFileSync(file, bytes);
    try {
      return readArtifact(file, 'x.so');
    } catch (error) {
      if (error instanceof ArtifactError) return error;
      throw error;
    }
  }

  function change(
    changes: readonly { place: number; offset: number; bytes: Uint8Array }[],
    size: number,
  ): Buffer {
    const bytes = Buffer.from(base);
    for (const { place, offset, bytes: written } of changes) {
      const at = ((places[place % places.length] ?? 0) + offset) % bytes.length;
      bytes.set(written.subarray(0, bytes.length - at), at);
    }
    return bytes.subarray(0, Math.ceil(bytes.length * size));
  }

  const number = fc
    .oneof(
      fc.bigInt(0n, 0x3000000n),
      fc.constantFrom(0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 64n - 1n),
    )
    .map((value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(value);
      return new Uint8Array(bytes);
    });
  const changes = fc.array(
    fc.record({
      place: fc.nat(),
      offset: fc.oneof(
        fc.nat(64).map((word) => word * 8),
        fc.nat(4096),
        fc.nat(0x200000),
      ),
      bytes: fc.oneof(
        number,
        number.map((bytes) => bytes.subarray(0, 4)),
        fc.uint8Array({ maxLength: 64 }),
      ),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const size = fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true }));

  it(
    'is read or refused, in small pieces',
    () => {
      const pieces: number[] = [];
      const allocate = Buffer.allocUnsafe;
      const spy = jest.spyOn(Buffer, 'allocUnsafe').mockImplementation((length) => {
        pieces.push(length);
        return allocate(length);
      });
      let refused = 0;
      fc.assert(
        fc.property(changes, size, (edits, part) => {
          const result = read(change(edits, part));
          if (result instanceof ArtifactError) refused++;
          else expect(result.fingerprints.size).toBeLessThanOrEqual(65_536);
        }),
        { numRuns: RUNS },
      );
      spy.mockRestore();
      expect(refused).toBeGreaterThan(RUNS / 20);
      expect(pieces.reduce((largest, length) => Math.max(largest, length), 0)).toBeLessThanOrEqual(
        LARGEST_PIECE,
      );
    },
    BUILD_TIMEOUT_MS,
  );

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    [
      'with a table of program headers beyond its end',
      (b) => u64(b, 32, 2 ** 40),
      'the program header table',
    ],
    ['with 65,535 program headers', (b) => u16(b, 56, 0xffff), 'damaged ELF header'],
    ['with a symbol table beyond its end', (b) => tag(b, 6, 2 ** 40), 'the dynamic symbol table lies at'],
    ['with a string table beyond its end', (b) => tag(b, 5, 2 ** 40), 'the dynamic string table lies at'],
    ['with a hash table of 4 billion buckets', (b) => buckets(b), 'the buckets of the GNU hash table'],
    [
      'with names of libraries beyond the strings',
      (b) => tag(b, 1, 2 ** 30),
      'a string beyond the string table',
    ],
    ['of which the end is missing', (b) => b.subarray(0, b.length >> 1), 'the file is truncated'],
  ])('%s is refused by that name', (_, edit, message) => {
    const result = read(edit(Buffer.from(base)));
    expect(result instanceof ArtifactError ? result.message : result).toContain(message);
  });

  it('whose counts are wrong is read by what is there, as the loader does: DT_STRSZ, DT_VERNEEDNUM', () => {
    const bytes = tag(tag(Buffer.from(base), 10, 2 ** 40), 0x6fffffff, 0);
    expect(read(bytes)).toEqual(read(base));
  });

  it('whose string table has no end is refused', () => {
    const bytes = Buffer.from(base);
    const [start = 0] = fileRange(bytes, dynamicValue(bytes, 5));
    bytes.fill(0x61, start, start + dynamicValue(bytes, 10) + 8192);
    expect(read(bytes)).toMatchObject({ message: expect.stringContaining('a string without an end') });
  });

  it('with one name for all symbols is refused', () => {
    const bytes = Buffer.from(base);
    const strings = fileRange(bytes, dynamicValue(bytes, 5))[0];
    const name = bytes.indexOf('go:link.pkghashbytes.', strings, 'latin1') - strings;
    const symbols = fileRange(bytes, dynamicValue(bytes, 6))[0];
    for (let i = 1; i < 200; i++) bytes.writeUInt32LE(name, symbols + i * 24);
    expect(read(bytes)).toMatchObject({ message: expect.stringContaining('a second symbol of one name') });
  });
});

function buckets(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(0xffffffff, fileRange(bytes, dynamicValue(bytes, 0x6ffffef5))[0]);
  return bytes;
}

function dynamicPlaces(bytes: Buffer): number[] {
  const start = segment(bytes, (type) => type === 2)[0];
  return [start, ...DYNAMIC_TAGS.map((wanted) => dynamicEntry(bytes, wanted)), ...tables(bytes)];
}

function tables(bytes: Buffer): number[] {
  return [5, 6, 0x6ffffef5, 0x6ffffffe].map((wanted) => fileRange(bytes, dynamicValue(bytes, wanted))[0]);
}
