import { InputError } from '../input/problem';
import { readCompose } from './compose';
import { wholeText } from './traced-text';

const read = (text: string, env: Record<string, string> = {}) => {
  const values = Object.entries(env).map(([name, value]) => [name, wholeText(value)]);
  return readCompose(text, 'compose.yml', Object.fromEntries(values)).images;
};

function problemOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no error';
}

describe('readCompose', () => {
  it('reads the compose file of the Nakama documentation', () => {
    const text = `version: '3'
services:
  postgres:
    image: postgres:12.2-alpine
    environment:
      - POSTGRES_DB=nakama
  nakama:
    image: registry.heroiclabs.com/heroiclabs/nakama:3.40.0
    platform: linux/amd64
    entrypoint:
      - "/bin/sh"
      - "-ecx"
      - >
          /nakama/nakama migrate up --database.address postgres:localdb@postgres:5432/nakama &&
          exec /nakama/nakama --config /nakama/data/local.yml
`;
    expect(read(text)).toEqual([
      {
        file: 'compose.yml',
        position: { line: 4, column: 12 },
        kind: 'compose',
        raw: 'postgres:12.2-alpine',
        repository: 'postgres',
        tag: '12.2-alpine',
        tagLocation: {
          file: 'compose.yml',
          position: { line: 4, column: 21 },
          start: text.indexOf('12.2'),
          end: text.indexOf('12.2') + 11,
          before: '',
          after: '',
        },
        buildsPlugin: false,
      },
      {
        file: 'compose.yml',
        position: { line: 8, column: 12 },
        kind: 'compose',
        raw: 'registry.heroiclabs.com/heroiclabs/nakama:3.40.0',
        repository: 'heroiclabs/nakama',
        registry: 'registry.heroiclabs.com',
        tag: '3.40.0',
        tagLocation: {
          file: 'compose.yml',
          position: { line: 8, column: 54 },
          start: text.indexOf('3.40.0'),
          end: text.indexOf('3.40.0') + 6,
          before: '',
          after: '',
        },
        platform: 'linux/amd64',
        buildsPlugin: false,
      },
    ]);
  });

  it('takes variables from the environment, then from defaults, and names the one that has neither', () => {
    const text = `services:
  a: { image: 'nakama:\${TAG}' }
  b: { image: 'nakama:\${NONE:-2}' }
  c: { image: 'nakama:\${EMPTY-3}' }
  d: { image: 'nakama:$NONE' }
  e: { image: 'nakama:\${NONE:?set it}' }
  f: { image: 'nakama:\${EMPTY:-4}' }
`;
    expect(read(text, { TAG: '1', EMPTY: '' }).map(({ tag, unresolved }) => [tag, unresolved])).toEqual([
      ['1', undefined],
      ['2', undefined],
      [undefined, 'EMPTY'],
      [undefined, 'NONE'],
      [undefined, 'NONE'],
      ['4', undefined],
    ]);
  });

  it('does not take inherited properties for variables', () => {
    expect(read('services: { a: { image: "nakama:${constructor}" } }')).toMatchObject([
      { unresolved: 'constructor' },
    ]);
  });

  it('follows anchors and merge keys, and lists an image once, where it stands', () => {
    const text = `x-nakama: &nakama
  image: heroiclabs/nakama:3.39.0
x-more: &more
  <<: *nakama
  platform: linux/arm64
services:
  one: *nakama
  two:
    <<: [*more]
  three:
    <<: *more
    image: &own heroiclabs/nakama:3.40.0
  four:
    image: *own
`;
    expect(read(text).map(({ tag, position }) => [tag, position])).toEqual([
      ['3.39.0', { line: 2, column: 10 }],
      ['3.40.0', { line: 12, column: 17 }],
    ]);
  });

  it('reads every document, and bears tags of Compose and others', () => {
    const text = `services:
  a:
    image: !reset heroiclabs/nakama:1
    ports: !override [ '80:80' ]
---
services: !reset
---
services:
  b: !custom
    image: "heroiclabs/nakama:2"
`;
    expect(read(text)).toMatchObject([{ tag: '2', position: { line: 10, column: 12 } }]);
  });

  it('leaves out the name that a build gives its result, and has the images of an inline Dockerfile', () => {
    const text = `services:
  a:
    image: heroiclabs/nakama:mine
    build: .
  b:
    image: heroiclabs/nakama:mine
    build:
      context: .
      dockerfile_inline: |

        FROM heroiclabs/nakama-pluginbuilder:\${RELEASE} AS builder
        RUN go build -buildmode=plugin
        FROM heroiclabs/nakama:3.40.0
`;
    expect(
      read(text, { RELEASE: '3.39.0' }).map(({ tag, position, buildsPlugin }) => [
        tag,
        position,
        buildsPlugin,
      ]),
    ).toEqual([
      ['3.39.0', { line: 11, column: 14 }, true],
      ['3.40.0', { line: 13, column: 14 }, false],
    ]);
    expect(problemOf(text.replace('RUN', 'RUM'))).toContain(
      'compose.yml:12:9: unknown Dockerfile instruction',
    );
  });

  it.each([
    ['heroiclabs/nakama-pluginbuilder:3', 'command: build -buildmode=plugin -trimpath -o ./a.so', true],
    ['heroiclabs/nakama-pluginbuilder:3', 'command: ["build", "--buildmode", "plugin"]', true],
    ['heroiclabs/nakama-pluginbuilder:3', 'entrypoint: sh -c\n    command: build -buildmode=plugin', false],
    ['golang:1', 'command: go build -buildmode=plugin', true],
    ['golang:1', 'entrypoint: [sh, -c]\n    command: ["cd a && go build -buildmode=plugin"]', true],
    ['golang:1', 'command: go build', false],
  ])('%s with %j builds plugins: %s', (image, command, expected) => {
    expect(read(`services:\n  a:\n    image: ${image}\n    ${command}\n`)).toMatchObject([
      { buildsPlugin: expected },
    ]);
  });

  it('bears CRLF and a byte order mark', () => {
    expect(read('\uFEFFservices:\r\n  a:\r\n    image: nakama:1\r\n')).toMatchObject([
      { raw: 'nakama:1', position: { line: 3, column: 12 } },
    ]);
  });

  it.each([
    [''],
    ['services:\n'],
    ['- a\n'],
    ['just text'],
    ['services: [a]'],
    ['services: { a: b, c: { image: [x] } }'],
  ])('has no image in %j', (text) => expect(read(text)).toEqual([]));

  it('says where the YAML, a key or an image is wrong', () => {
    expect(problemOf('services:\n  a:\n    image: "x\n')).toContain(
      'compose.yml:4:1: this is not valid YAML',
    );
    expect(problemOf('services:\n  a: *none\n')).toContain(
      'compose.yml:2:6: the anchor &none is not defined before this alias',
    );
    expect(problemOf('services:\n  a:\n    image: x\n    image: y\n')).toContain(
      'compose.yml:4:5: the key image',
    );
    expect(problemOf('services:\n  a:\n    image: "x y"\n')).toContain(
      'compose.yml:3:12: this is not an image reference',
    );
  });

  it('refuses hostile files instead of working on them for ever', () => {
    const merges = Array.from(
      { length: 40 },
      (_, i) => `b${i + 1}: &b${i + 1} { <<: [*b${i}, *b${i}, *b${i}] }`,
    );
    const bomb = ['b0: &b0 { x: y }', ...merges, 'services: { a: *b40 }'].join('\n');
    expect(problemOf(bomb)).toMatch(/compose\.yml:\d+:\d+: the aliases lead to too many others/);
    expect(problemOf('services: &a { a: &b { <<: *b } }')).toContain(
      ':1:28: the aliases lead to too many others',
    );
    expect(problemOf('['.repeat(100_000))).toContain('compose.yml');
    expect(problemOf('a: b\n'.repeat(2_000_000))).toContain('too large');
    expect(problemOf('services:\n  a:\n    image: x\0\n')).toContain('compose.yml:3:12');
  });
});
