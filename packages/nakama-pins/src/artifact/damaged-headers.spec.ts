import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogRelease } from '../testing/workspace';
import { ArtifactError } from './artifact-error';
import { checkArtifacts, readPlugin } from './check-artifacts';
import { serverOfRelease } from './server';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from './testing/build-plugins';
import { dynamicEntry, dynamicValue, header, programHeader, tag, u16, u32, u64 } from './testing/elf-bytes';
import { GOOD } from './testing/rows';

const [NULL, LOAD, DYNAMIC, TLS, RELRO] = [0, 1, 2, 7, 0x6474e552];
const [NEEDED, SYMTAB, RELA, RELASZ, RELAENT, INIT, PLTREL, JMPREL, INIT_ARRAY, INIT_ARRAYSZ] = [
  1, 6, 7, 8, 9, 12, 20, 23, 25, 27,
];
const [STRTAB, PLTRELSZ, GNU_HASH, VERSYM, RELACOUNT, FLAGS_1, VERNEED, FLAGS] = [
  5, 2, 0x6ffffef5, 0x6ffffff0, 0x6ffffff9, 0x6ffffffb, 0x6ffffffe, 30,
];

/** Adds to the value of a dynamic entry. */
const shift = (bytes: Buffer, wanted: number, by: number): Buffer =>
  tag(bytes, wanted, dynamicValue(bytes, wanted) + by);

/** Each was refused by dlopen, or ended it with a signal (tools/fuzz/elf.mjs compares thousands of others). */
const REFUSED: readonly [field: string, damage: (bytes: Buffer) => Buffer, finding: RegExp][] = [
  ['EI_PAD', (b) => b.fill(1, 9, 10), /EI_PAD of the ELF header is not zero at byte 9/],
  ['EI_ABIVERSION', (b) => b.fill(9, 8, 9), /EI_ABIVERSION .* at byte 8, expected at most 0, found 9/],
  ['e_version', (b) => u32(b, 20, 2), /e_version .* at byte 20, expected 1, found 2/],
  ['e_phentsize', (b) => u16(b, 54, 57), /e_phentsize is wrong at byte 54, expected program headers of 56/],
  ['e_phnum', (b) => u16(b, 56, 0), /e_phnum is wrong at byte 56, expected 1 to 512/],
  ['e_phoff', (b) => u64(b, 32, -1), /e_phoff .* at byte 32, .* found 0xffffffffffffffff/],
  [
    'p_offset that is not congruent',
    (b) => u64(b, programHeader(b, LOAD, 1) + 8, header(b, LOAD, 1).offset + 1),
    /p_offset of program header 1 \(PT_LOAD\) does not fit its p_vaddr at byte 128: the loader maps whole pages/,
  ],
  [
    'p_vaddr out of order',
    (b) => u64(b, programHeader(b, LOAD, 1) + 16, header(b, LOAD, 1).address + 0x10000000),
    /p_vaddr of program header 2 \(PT_LOAD\) is not in order/,
  ],
  [
    'p_memsz',
    (b) => u64(b, programHeader(b, LOAD, 3) + 40, 2 ** 40),
    /p_memsz .* code of amd64 reaches 2 GiB/,
  ],
  ['p_filesz', (b) => u64(b, programHeader(b, LOAD, 3) + 32, 2 ** 30), /the file is truncated/],
  [
    'p_flags',
    (b) => u32(b, programHeader(b, LOAD, 3) + 4, 4),
    /p_filesz of program header 3 \(PT_LOAD\) leaves out what can not be written/,
  ],
  [
    'p_flags of code',
    (b) => u32(b, programHeader(b, LOAD, 1) + 4, 4),
    /DT_INIT is not the address of a function/,
  ],
  ['p_type of data', (b) => u32(b, programHeader(b, LOAD, 3), NULL), /that no segment maps from the file/],
  [
    'p_vaddr of PT_DYNAMIC',
    (b) => u64(b, programHeader(b, DYNAMIC) + 16, 0),
    /no DT_SYMTAB|not a Go plugin|artifact-/,
  ],
  ['p_filesz of PT_DYNAMIC', (b) => u64(b, programHeader(b, DYNAMIC) + 32, 0), /PT_DYNAMIC\) is 0 at byte/],
  [
    'p_align of PT_TLS',
    (b) => u64(b, programHeader(b, TLS) + 48, 0),
    /p_align of program header \d \(PT_TLS\) is wrong/,
  ],
  [
    'p_memsz of PT_TLS',
    (b) => u64(b, programHeader(b, TLS) + 40, 1 << 20),
    /no more static thread-local memory/,
  ],
  ['p_type of PT_TLS', (b) => u32(b, programHeader(b, TLS), NULL), /there is no PT_TLS/],
  [
    'p_memsz of PT_GNU_RELRO',
    (b) => u64(b, programHeader(b, RELRO) + 40, 2 ** 31),
    /p_memsz of program header \d \(PT_GNU_RELRO\) protects what is no data/,
  ],
  ['DT_SYMTAB', (b) => shift(b, SYMTAB, 24), /DT_SYMTAB and DT_STRTAB do not belong together/],
  ['DT_STRTAB', (b) => shift(b, STRTAB, 1), /do not belong together|artifact-/],
  ['DT_GNU_HASH', (b) => shift(b, GNU_HASH, 8), /the GNU hash table|do not belong together|power of two/],
  ['DT_RELA', (b) => shift(b, RELA, 24), /DT_RELACOUNT or DT_RELA is wrong/],
  [
    'DT_RELAENT',
    (b) => tag(b, RELAENT, 16),
    /DT_RELAENT is wrong at byte \d+: the loader stops there, expected 24/,
  ],
  ['DT_RELACOUNT', (b) => shift(b, RELACOUNT, 1), /DT_RELACOUNT or DT_RELA is wrong/],
  ['DT_PLTREL', (b) => tag(b, PLTREL, 17), /DT_PLTREL is wrong .* expected 7, found 0x11/],
  ['DT_JMPREL', (b) => tag(b, JMPREL, 2 ** 40), /DT_JMPREL: the table of relocations lies at/],
  ['DT_INIT', (b) => shift(b, INIT, 4), /DT_INIT is not the address of a function/],
  ['DT_INIT_ARRAY', (b) => shift(b, INIT_ARRAY, -8), /a constructor that is no code/],
  ['DT_VERNEED', (b) => shift(b, VERNEED, 16), /a needed version/],
  ['DT_VERSYM', (b) => shift(b, VERSYM, 2), /DT_VERSYM: symbol \d+ has a version that there is not/],
  [
    'DF_1_NOOPEN',
    (b) => u32(b, dynamicEntry(tag(b, FLAGS_1, -(2 ** 60)), FLAGS_1) + 8, 0x40),
    /DT_FLAGS_1 has DF_1_NOOPEN .* the loader refuses to open it/,
  ],
];

/** dlopen takes these, and code goes astray later. */
const STRICTER: readonly [field: string, damage: (bytes: Buffer) => Buffer, finding: RegExp][] = [
  ['p_align', (b) => u64(b, programHeader(b, LOAD, 1) + 48, 3), /p_align .* glibc before 2\.35 refuses it/],
  ['DT_RELASZ', (b) => shift(b, RELASZ, -24), /DT_RELA or its size leaves out relocations/],
  ['DT_PLTRELSZ', (b) => shift(b, PLTRELSZ, -24), /DT_JMPREL or its size leaves out relocations/],
  [
    'DT_INIT_ARRAYSZ',
    (b) => shift(b, INIT_ARRAYSZ, -8),
    /leaves out constructors .* expected 0x10, found 0x8/,
  ],
  ['DF_SYMBOLIC', (b) => tag(b, FLAGS, 2), /binds to itself .* not that of the server/],
  ['the tag of DT_INIT_ARRAY', (b) => u64(b, dynamicEntry(b, INIT_ARRAY), 0x6ffffe00), /no DT_INIT_ARRAY/],
];

/** The loader does not read these. */
const TAKEN: readonly [field: string, damage: (bytes: Buffer) => Buffer][] = [
  ['e_shoff', (b) => u64(b, 40, 2 ** 60)],
  ['e_entry', (b) => u64(b, 24, 1)],
  ['p_paddr', (b) => u64(b, programHeader(b, LOAD) + 24, 2 ** 60)],
  ['p_offset of PT_DYNAMIC', (b) => u64(b, programHeader(b, DYNAMIC) + 8, 2 ** 60)],
  ['DT_STRSZ', (b) => tag(b, 10, 1)],
  ['DT_VERNEEDNUM', (b) => tag(b, 0x6fffffff, 0)],
  ['DT_NEEDED of nothing', (b) => tag(b, NEEDED, 0)],
];

describeWithPlugins('a plugin with a damaged header', () => {
  let dir: string;
  let base: Buffer;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'damaged-'));
    base = readFileSync(await build(GOOD.recipe));
  }, BUILD_TIMEOUT_MS);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function check(bytes: Buffer): { verdict: string; findings: string } {
    const file = join(dir, 'arena.so');
    writeFileSync(file, bytes);
    const [outcome] = checkArtifacts([readPlugin(file, 'arena.so')], serverOfRelease(catalogRelease()));
    const findings = outcome?.findings.map(({ id, message, fix }) => `${id}: ${message}; ${fix}`) ?? [];
    return { verdict: outcome?.verdict ?? '', findings: findings.join('\n') };
  }

  it.each([...REFUSED, ...STRICTER])('is refused, and the field named: %s', (_, damage, finding) => {
    const { verdict, findings } = check(damage(Buffer.from(base)));
    expect(findings).toMatch(finding);
    expect(verdict).toBe('fails');
  });

  it.each(TAKEN)('loads if the loader does not read it: %s', (_, damage) => {
    expect(check(damage(Buffer.from(base)))).toEqual({ verdict: 'loads', findings: '' });
  });

  it('says what to do about it', () => {
    const file = join(dir, 'arena.so');
    writeFileSync(file, u16(Buffer.from(base), 54, 57));
    const read = readPlugin(file, 'arena.so');
    expect(read instanceof ArtifactError ? read.problem : read).toEqual({
      file: 'arena.so',
      message: 'damaged ELF header, e_phentsize is wrong at byte 54',
      expected: 'program headers of 56 bytes',
      found: '57 bytes',
      fix: 'build it again, and copy it whole',
    });
  });
});
