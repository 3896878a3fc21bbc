/** What formats stumble over. */
const WORDS = [
  ...[
    '\0',
    '\uFEFF',
    '\r\n',
    '\r',
    '\n',
    '\t',
    '\u001b[2J',
    '\n::error::x\n',
    '\u202e',
    '\u0085',
    '\ud800',
    'é',
  ],
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '"',
    '`',
    "'",
    '\\',
    '\\\n',
    '#',
    '//',
    '/*',
    '*/',
    '=>',
    '=',
    ':',
    ',',
    '- ',
  ],
  ...['${', '${A:-${B}}', '${VERSION', '$$', 'ARG A=${A}${A}', '&a [*a,*a]', '<<: *a', '!!binary x', '---\n'],
  ...[
    'require ',
    'replace ',
    'exclude ',
    'retract ',
    'go 1.26.5',
    'toolchain ',
    'module ',
    'use ',
    'godebug ',
  ],
  ...[
    'v0.0.0-00010101000000-000000000000',
    'v999999999999.0.0',
    'v1.0.0+incompatible',
    '1e999',
    '-1',
    '../..',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'true',
    '[]',
    '{}',
    'import "C"',
    '//go:build ',
    '//go:embed *',
  ],
  ...[
    'github.com/heroiclabs/nakama-common',
    'google.golang.org/protobuf',
    'FROM ',
    'RUN ',
    'COPY . .',
    'image: ',
  ],
];

/** Ways of damage: each takes bytes and gives others. */
const WAYS = {
  flip: (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let n = 1 + random.below(8); n > 0 && copy.length > 0; n--)
      copy[random.below(copy.length)] ^= 1 << random.below(8);
    return copy;
  },
  cut: (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  drop: (bytes, random) => {
    const [a, b] = [random.below(bytes.length + 1), random.below(bytes.length + 1)].sort((x, y) => x - y);
    return Buffer.concat([bytes.subarray(0, a), bytes.subarray(b)]);
  },
  word: (bytes, random) => insert(bytes, random, Buffer.from(random.pick(WORDS))),
  words: (bytes, random) => {
    let copy = bytes;
    for (let n = 2 + random.below(6); n > 0; n--)
      copy = insert(copy, random, Buffer.from(random.pick(WORDS)));
    return copy;
  },
  many: (bytes, random) =>
    insert(bytes, random, Buffer.from(random.pick(WORDS).repeat(1 + random.below(5000)))),
  lines: (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n');
    const line = random.pick(lines);
    const at = random.below(lines.length);
    lines.splice(at, random.below(2), ...Array.from({ length: 1 + random.below(300) }, () => line));
    return Buffer.from(lines.join('\n'), 'latin1');
  },
  shuffle: (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n');
    for (let i = lines.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [lines[i], lines[j]] = [lines[j], lines[i]];
    }
    return Buffer.from(lines.join('\n'), 'latin1');
  },
  splice: (bytes, random, other) => {
    const from = other();
    const a = random.below(from.length + 1);
    return insert(bytes, random, from.subarray(a, a + random.below(400)));
  },
  noise: (bytes, random) =>
    insert(bytes, random, Buffer.from(Array.from({ length: 1 + random.below(64) }, () => random.below(256)))),
};

function insert(bytes, random, piece) {
  const at = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

/**
 * Damages the bytes of a file.
 *
 * @param {Buffer} bytes
 * @param {{ below(end: number): number, pick<T>(list: T[]): T }} random
 * @param {() => Buffer} other the bytes of another file
 * @returns {{ text: Buffer, how: string }}
 */
export function damage(bytes, random, other) {
  const how = random.pick(Object.keys(WAYS));
  return { text: WAYS[how](bytes, random, other), how };
}
