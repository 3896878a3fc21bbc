import { InputError } from '../input/problem';
import { DOCKERFILE_MAX_BYTES, readDockerfile } from './dockerfile';

const read = (text: string) => readDockerfile(text, 'plugins/arena/Dockerfile').images;

function problemOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no error';
}

describe('readDockerfile', () => {
  it('reads the Dockerfile of the Nakama documentation', () => {
    const text = [
      'FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS builder',
      '',
      'ENV GO111MODULE on',
      'WORKDIR /backend',
      'COPY . .',
      'RUN go build --trimpath --buildmode=plugin -o ./backend.so',
      '',
      'FROM registry.heroiclabs.com/heroiclabs/nakama:3.40.0',
      'COPY --from=builder /backend/backend.so /nakama/data/modules',
    ].join('\n');
    expect(read(text)).toEqual([
      {
        file: 'plugins/arena/Dockerfile',
        position: { line: 1, column: 6 },
        kind: 'dockerfile',
        raw: 'heroiclabs/nakama-pluginbuilder:3.40.0',
        repository: 'heroiclabs/nakama-pluginbuilder',
        tag: '3.40.0',
        tagLocation: {
          file: 'plugins/arena/Dockerfile',
          position: { line: 1, column: 38 },
          start: 37,
          end: 43,
          before: '',
          after: '',
        },
        buildsPlugin: true,
      },
      {
        file: 'plugins/arena/Dockerfile',
        position: { line: 8, column: 6 },
        kind: 'dockerfile',
        raw: 'registry.heroiclabs.com/heroiclabs/nakama:3.40.0',
        repository: 'heroiclabs/nakama',
        registry: 'registry.heroiclabs.com',
        tag: '3.40.0',
        tagLocation: {
          file: 'plugins/arena/Dockerfile',
          position: { line: 8, column: 48 },
          start: text.lastIndexOf('3.40.0'),
          end: text.lastIndexOf('3.40.0') + 6,
          before: '',
          after: '',
        },
        buildsPlugin: false,
      },
    ]);
  });

  it('takes references apart as Docker does', () => {
    const parts = (reference: string) => {
      const [image] = read(`FROM ${reference}`);
      return [image?.registry, image?.repository, image?.tag, image?.digest];
    };
    const sha = `sha256:${'0'.repeat(64)}`;
    expect(parts('golang:1.26.5-alpine')).toEqual([undefined, 'golang', '1.26.5-alpine', undefined]);
    expect(parts('docker.io/library/golang')).toEqual(['docker.io', 'golang', undefined, undefined]);
    expect(parts('public.ecr.aws/docker/library/golang:1')).toEqual([
      'public.ecr.aws',
      'golang',
      '1',
      undefined,
    ]);
    expect(parts('localhost:5000/heroiclabs/nakama')).toEqual([
      'localhost:5000',
      'heroiclabs/nakama',
      undefined,
      undefined,
    ]);
    expect(parts(`localhost/nakama:3.40.0@${sha}`)).toEqual(['localhost', 'nakama', '3.40.0', sha]);
    expect(parts(`"golang@${sha}"`)).toEqual([undefined, 'golang', undefined, sha]);
  });

  it('gives variables the defaults of the ARGs before the first FROM', () => {
    const text = [
      'ARG RELEASE=3.39.0 VERSION="${RELEASE}"',
      'ARG EMPTY=',
      'FROM a:$VERSION',
      'ARG LATER=1',
      'FROM b:${LATER:-2}',
      'FROM c:${RELEASE:+3}',
      'FROM ${EMPTY}d:${EMPTY:-4}',
      'FROM e:${LATER-${NONE:-5}}',
    ].join('\n');
    expect(read(text).map(({ repository, tag, unresolved }) => [repository, tag, unresolved])).toEqual([
      ['a', '3.39.0', undefined],
      ['b', '2', undefined],
      ['c', '3', undefined],
      ['d', '4', undefined],
      ['e', '5', undefined],
    ]);
  });

  it('names the variable that nothing gives a value, and leaves out what hangs on it', () => {
    const text = [
      'ARG TAG',
      'ARG EMPTY=',
      'FROM heroiclabs/nakama:${TAG}',
      'FROM $REGISTRY/heroiclabs/nakama:3.40.0',
      'FROM golang:${GO:?give-one}-alpine',
      'FROM heroiclabs/nakama:$EMPTY',
      'FROM golang:${GO#1.}',
    ].join('\n');
    expect(read(text).map(({ repository, tag, unresolved }) => [repository, tag, unresolved])).toEqual([
      ['heroiclabs/nakama', undefined, 'TAG'],
      ['heroiclabs/nakama', '3.40.0', 'REGISTRY'],
      ['golang', undefined, 'GO'],
      ['heroiclabs/nakama', undefined, 'EMPTY'],
      ['golang', undefined, 'GO'],
    ]);
  });

  it('leaves out stage names in any case, and scratch, but not a stage that comes later', () => {
    const text =
      'FROM late AS a\nFROM golang:1 AS Builder\nFROM builder AS late\nFROM scratch AS none\nFROM none\n';
    expect(read(text).map((image) => image.raw)).toEqual(['late', 'golang:1']);
  });

  it('keeps the platform as written where a variable has no value', () => {
    const text =
      'ARG P=linux/arm64\nFROM --platform=$BUILDPLATFORM golang:1\nFROM --platform=$P golang:2\nFROM golang:3';
    expect(read(text).map((image) => image.platform)).toEqual(['${BUILDPLATFORM}', 'linux/arm64', undefined]);
  });

  it('finds the image across continuations, comments, CRLF, a byte order mark and lower case', () => {
    const images = read('\uFEFFfrom one:1\r\nFROM \\\r\n# why\r\n  two:2 \\\r\n  as x\r\n');
    expect(images.map(({ raw, position }) => [raw, position])).toEqual([
      ['one:1', { line: 1, column: 6 }],
      ['two:2', { line: 4, column: 3 }],
    ]);
  });

  it('follows the escape directive', () => {
    expect(read('# escape=`\nFROM `\n  golang:1\nRUN go build `\n -buildmode=plugin')).toMatchObject([
      { raw: 'golang:1', position: { line: 3, column: 3 }, buildsPlugin: true },
    ]);
  });

  it.each([
    ['RUN go build -trimpath -buildmode plugin -o a.so .'],
    ['RUN ["go", "build", "-buildmode=plugin"]'],
    [
      'RUN --mount=type=cache,target=/cache CGO_ENABLED=1 \\\n  # pinned\n  go build \\\n  --buildmode=plugin',
    ],
    ['RUN <<EOF\nset -e\ngo build \\\n  -buildmode=plugin\nEOF'],
    ['RUN cd /src && for d in */; do (/usr/local/go/bin/go build "-buildmode=plugin" ./$d); done'],
    ['RUN sh -c "go -C arena build -buildmode=plugin"'],
  ])('sees the plugin build in %j', (run) => {
    expect(read(`FROM golang:1\n${run}\nFROM debian`)).toMatchObject([
      { raw: 'golang:1', buildsPlugin: true },
      { raw: 'debian', buildsPlugin: false },
    ]);
  });

  it.each([
    ['RUN go build -o server .'],
    ['RUN go build ./cmd && echo -buildmode=plugin'],
    ['RUN <<EOF\n# go build -buildmode=plugin\ntrue\nEOF'],
    ['RUN go build -buildmode=pie'],
    ['# RUN go build -buildmode=plugin'],
  ])('sees none in %j', (run) => {
    expect(read(`FROM golang:1\n${run}`)).toMatchObject([{ buildsPlugin: false }]);
  });

  it('marks the image at the base of a chain of stages, and no other', () => {
    const text = [
      'FROM golang:1 AS base',
      'FROM base AS deps',
      'FROM golang:1 AS other',
      'FROM deps',
      'RUN go build -buildmode=plugin',
    ].join('\n');
    expect(read(text).map(({ position, buildsPlugin }) => [position.line, buildsPlugin])).toEqual([
      [1, true],
      [3, false],
    ]);
  });

  it('refuses what Docker refuses, with the place', () => {
    expect(problemOf('FROM a\nFROM\n')).toContain('Dockerfile:2:1: FROM has the wrong number of words');
    expect(problemOf('FROM a b')).toContain('Dockerfile:1:1: FROM has the wrong number of words');
    expect(problemOf('FROM a AS b c')).toContain('Dockerfile:1:1: FROM has the wrong number of words');
    expect(problemOf('\nFORM golang:1')).toContain('Dockerfile:2:1: unknown Dockerfile instruction');
    expect(problemOf('FROM golang:{{.Go}}')).toContain('Dockerfile:1:6: this is not an image reference');
    expect(problemOf('FROM golang:1\0')).toContain('Dockerfile:1:6: this is not an image reference');
    expect(problemOf('FROM a\nRUN cat <<END\nFROM b')).toContain(
      'Dockerfile:2:9: the here-document is never closed',
    );
  });

  it('lets another frontend have its own instructions', () => {
    expect(read('# syntax=edrevo/dockerfile-plus\nINCLUDE+ common\nFROM golang:1')).toHaveLength(1);
    expect(problemOf('# syntax=docker/dockerfile:1\nINCLUDE+ common\nFROM golang:1')).toContain(
      ':2:1: unknown',
    );
  });

  it('has no image where there is no FROM', () => {
    expect(read('')).toEqual([]);
    expect(read('# nothing\nARG A=1\n')).toEqual([]);
  });

  it('refuses a file too large to parse', () => {
    expect(problemOf(`FROM a\n${'#'.repeat(10 * DOCKERFILE_MAX_BYTES)}`)).toContain('too large');
  });

  it('does not recurse as deep as a hostile default', () => {
    const [image] = read(`FROM a:${'${A:-'.repeat(20_000)}x${'}'.repeat(20_000)}`);
    expect(image).toMatchObject({ repository: 'a', unresolved: 'A' });
  });
});
