// Single and several changes of what the loader reads first: ELF header, program headers, dynamic section.

/** Name, place in the header, size in bytes (gABI). */
const HEADER = [
  ...Array.from({ length: 16 }, (_, i) => [`e_ident[${i}]`, i, 1]),
  ...[
    ['e_type', 16, 2],
    ['e_machine', 18, 2],
    ['e_version', 20, 4],
    ['e_entry', 24, 8],
    ['e_phoff', 32, 8],
    ['e_shoff', 40, 8],
    ['e_flags', 48, 4],
    ['e_ehsize', 52, 2],
    ['e_phentsize', 54, 2],
    ['e_phnum', 56, 2],
    ['e_shentsize', 58, 2],
    ['e_shnum', 60, 2],
    ['e_shstrndx', 62, 2],
  ],
];
const PROGRAM_HEADER = [
  ['p_type', 0, 4],
  ['p_flags', 4, 4],
  ['p_offset', 8, 8],
  ['p_vaddr', 16, 8],
  ['p_paddr', 24, 8],
  ['p_filesz', 32, 8],
  ['p_memsz', 40, 8],
  ['p_align', 48, 8],
];
const PROGRAM_HEADER_SIZE = 56;
const ENTRY_SIZE = 16;
const PT_DYNAMIC = 2;

const TYPES = [0, 1, 2, 3, 4, 6, 7, 0x6474e550, 0x6474e551, 0x6474e552, 0x6474e553];
const TAGS = [
  ...Array.from({ length: 40 }, (_, i) => i),
  ...[0x6ffffef5, 0x6ffffff0, 0x6ffffff9, 0x6ffffffb, 0x6ffffffc, 0x6ffffffd, 0x6ffffffe, 0x6fffffff],
  ...[0x7ffffffd, 0x7fffffff],
];

/** Where the fields of a file are. @returns {{ name: string, at: number, size: number, column: string }[]} */
export function fieldsOf(bytes) {
  const fields = HEADER.map(([name, at, size]) => ({ name, at, size, column: name }));
  const table = Number(bytes.readBigUInt64LE(32));
  const count = bytes.readUInt16LE(56);
  for (let i = 0; i < count; i++) {
    const start = table + i * PROGRAM_HEADER_SIZE;
    for (const [name, at, size] of PROGRAM_HEADER) {
      fields.push({ name: `${name} of ${i}`, at: start + at, size, column: name });
    }
    if (bytes.readUInt32LE(start) !== PT_DYNAMIC) continue;
    const dynamic = Number(bytes.readBigUInt64LE(start + 8));
    const end = dynamic + Number(bytes.readBigUInt64LE(start + 32));
    for (let at = dynamic; at < end; at += ENTRY_SIZE) {
      const tag = Number(bytes.readBigUInt64LE(at));
      const name = `0x${tag.toString(16)}`;
      fields.push({ name: `d_tag ${name}`, at, size: 8, column: 'd_tag' });
      fields.push({ name: `d_val of ${name}`, at: at + 8, size: 8, column: 'd_val' });
      if (tag === 0) break;
    }
  }
  return fields;
}

const KINDS = ['field', 'field', 'field', 'bit', 'bytes', 'several'];

/** @returns {{ kind: string, what: string, edits: { at: number, bytes: Buffer }[] }} */
export function mutate(bytes, fields, random) {
  const kind = random.pick(KINDS);
  if (kind === 'several') {
    const all = Array.from({ length: 2 + random.below(3) }, () =>
      one(bytes, fields, random, random.pick(KINDS.slice(0, 5))),
    );
    return { kind, what: all.map(({ what }) => what).join(', '), edits: all.map(({ edit }) => edit) };
  }
  const { what, edit } = one(bytes, fields, random, kind);
  return { kind, what, edits: [edit] };
}

function one(bytes, fields, random, kind) {
  const field = random.pick(fields);
  const { name, at, size } = field;
  if (kind === 'bytes') {
    const length = 1 + random.below(8);
    const changed = Buffer.from(Array.from({ length }, () => random.below(256)));
    return { what: `${length} bytes at ${name}`, edit: { at, bytes: changed } };
  }
  const old = read(bytes, field);
  const value =
    kind === 'bit'
      ? old ^ (1n << BigInt(random.below(size * 8)))
      : valueFor(bytes, fields, field, old, random);
  const changed = Buffer.alloc(8);
  changed.writeBigUInt64LE(BigInt.asUintN(64, value));
  const cut = changed.subarray(0, size);
  return { what: `${name} = 0x${BigInt.asUintN(size * 8, value).toString(16)}`, edit: { at, bytes: cut } };
}

function read(bytes, { at, size }) {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[at + i]);
  return value;
}

function valueFor(bytes, fields, { column, size }, old, random) {
  const big = (end) => BigInt(random.below(end));
  const step = random.pick([1n, 2n, 4n, 8n, 16n, 24n, 56n, 0x1000n, 0x10000n, 0x1000000n]);
  const choices = [
    () => random.pick([0n, 1n, 2n, 3n, 7n, 8n, 0xffn, 0x1000n, 0x7fffffffn, 0x80000000n, 0xffffffffn]),
    () => 1n << big(size * 8),
    () => (1n << BigInt(size * 8)) - 1n - big(16),
    () => old + step * (1n + big(4)),
    () => old - step * (1n + big(4)),
    () => old * 2n,
    () => old / 2n,
    () => big(bytes.length),
    () => big(bytes.length * 2),
    () => big(256),
    () => (big(2 ** 32) << 32n) | big(2 ** 32),
    // What stands elsewhere in the same column.
    () => read(bytes, random.pick(fields.filter((field) => field.column === column))),
  ];
  if (column === 'p_type') choices.push(...Array(6).fill(() => BigInt(random.pick(TYPES))));
  if (column === 'p_flags') choices.push(...Array(6).fill(() => big(8)));
  if (column === 'd_tag') choices.push(...Array(6).fill(() => BigInt(random.pick(TAGS))));
  return random.pick(choices)();
}
