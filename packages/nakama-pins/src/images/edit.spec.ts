import * as fc from 'fast-check';
import { readCompose } from './compose';
import { readDockerfile } from './dockerfile';
import { parseDotEnv } from './dot-env';
import { setImageTags, settableTags } from './edit';
import type { ImageUse } from './image-use';

type Files = Readonly<Record<string, string>>;

function read(files: Files): ImageUse[] {
  const env = parseDotEnv(files['.env'] ?? '', '.env');
  return [
    ...readDockerfile(files['Dockerfile'] ?? '', 'Dockerfile').images,
    ...readCompose(files['compose.yml'] ?? '', 'compose.yml', env).images,
  ];
}

/** The files with every image of a repository set to its tag, if that can be done. */
function set(files: Files, tags: Readonly<Record<string, string>>): Files {
  const images = read(files);
  const edits = images.flatMap((image) => {
    const tag = tags[image.repository];
    return tag === undefined || tag === image.tag ? [] : [{ image, tag }];
  });
  const settable = settableTags(edits, images);
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, setImageTags(text, file, settable)]),
  );
}

const dockerfile = (text: string, tags: Readonly<Record<string, string>> = { nakama: '3.40.0' }) =>
  set({ Dockerfile: text }, tags)['Dockerfile'];

describe('setImageTags', () => {
  it.each([
    ['FROM nakama:3.9.0 AS one\n'],
    ['from "nakama:3.9.0"\r\nRUN echo 3.9.0\r\n'],
    ["\uFEFFFROM 'nakama:3.9.0'"],
    ['ARG A=1 V=3.9.0\nFROM nakama:$V\nFROM nakama:${V}\n'],
    ['ARG V="3.9.0"\r\nFROM nakama:${V:-3.8.0}\r\n'],
    ['ARG IMAGE=nakama:3.9.0\nFROM ${IMAGE}\n'],
    ['ARG V=3.9.0\nARG W=$V\nFROM nakama:$W\n'],
    ['FROM --platform=linux/amd64 \\\n  # why\n  nakama:3.9.0 \\\n  AS one\n'],
    ['ARG W\nFROM nakama:${V:-${W:-3.9.0}}\n'],
  ])('changes the characters of the tag in %j', (text) => {
    expect(dockerfile(text)).toBe(text.replace('3.9.0', '3.40.0'));
  });

  it('changes several places of one file', () => {
    expect(dockerfile('ARG V=3.9.0\nFROM nakama:3.9.0\nRUN x\nFROM nakama:$V\nFROM nakama:3.9\n')).toBe(
      'ARG V=3.40.0\nFROM nakama:3.40.0\nRUN x\nFROM nakama:$V\nFROM nakama:3.40.0\n',
    );
  });

  it('keeps what of the tag stands elsewhere', () => {
    const text = 'ARG GO=1.25.1\nARG BASE=${GO}-alpine\nFROM golang:$BASE\n';
    expect(dockerfile(text, { golang: '1.26.5-alpine' })).toBe(text.replace('1.25.1', '1.26.5'));
    expect(dockerfile(text, { golang: '1.26.5-bookworm' })).toBe(text);
  });

  it.each([
    ['FROM nakama\n'],
    ['FROM nakama:$V\n'],
    ['ARG MAJOR=3\nARG MINOR=9\nFROM nakama:${MAJOR}.${MINOR}\n'],
    [`FROM nakama:3.9.0@sha256:${'0'.repeat(64)}\n`],
    ['ARG V=3.9\\.0\nFROM nakama:$V\n'],
    ['FROM nakama:3.\\\n9.0\n'],
    ['ARG V=3.9.0\nFROM nakama:$V\nFROM other:$V\n'],
  ])('leaves %j alone', (text) => expect(dockerfile(text)).toBe(text));

  it('does not set one place to two tags', () => {
    const text = 'ARG V=3.9.0\nFROM nakama:$V\nFROM builder:$V\n';
    expect(dockerfile(text, { nakama: '3.40.0', builder: '3.40.0-1' })).toBe(text);
    expect(dockerfile(text, { nakama: '3.40.0', builder: '3.40.0' })).toBe(text.replace('3.9.0', '3.40.0'));
  });

  it.each([
    ['services:\r\n  a:\r\n    image: nakama:3.9.0 # why\r\n'],
    ['\uFEFFservices: { a: { image: "nakama:3.9.0" } }'],
    ["services:\n  a: &a\n    image: !!str 'nakama:3.9.0'\n  b: *a\n"],
    ['services:\n  a:\n    image: nakama:${V:-3.9.0}\n'],
    [
      'services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM golang:1\n        FROM nakama:3.9.0\n',
    ],
  ])('changes the tag in the compose file %j', (text) => {
    expect(set({ 'compose.yml': text }, { nakama: '3.40.0' })).toEqual({
      'compose.yml': text.replace('3.9.0', '3.40.0'),
    });
  });

  it.each([
    ['V=3.9.0\r\nW=1\r\n'],
    ['\uFEFF# V=1\nexport V="3.9.0" # why\n'],
    ["V: '3.9.0'\n"],
    ['V=3.8.0\nX=3.9.0\nV=${X}'],
  ])('changes the tag in .env where that gives it: %j', (env) => {
    const compose = 'services:\n  a:\n    image: nakama:${V:-3.8.0}\n';
    expect(set({ 'compose.yml': compose, '.env': env }, { nakama: '3.40.0' })).toEqual({
      'compose.yml': compose,
      '.env': env.replace('3.9.0', '3.40.0'),
    });
  });

  it.each([
    ['services:\n  a:\n    image: >-\n      nakama:3.9.0\n'],
    ['services:\n  a:\n    image: "nakama:3\\u002e9.0"\n'],
    ['services:\n  a:\n    image: nakama:${MAJOR:-3}.${MINOR:-9}\n'],
  ])('leaves the compose file %j alone', (text) => {
    expect(set({ 'compose.yml': text }, { nakama: '3.40.0' })).toEqual({ 'compose.yml': text });
  });

  it('gives an image that reads back with the new tag, and else the same', () => {
    const tag = fc.stringMatching(/^[0-9]{1,2}\.[0-9]{1,2}(-[0-9]{1,6})?$/);
    const newTag = fc.stringMatching(/^Z[A-Z]{0,6}$/);
    const from = fc.constantFrom(
      'nakama:TAG',
      '"nakama:TAG"',
      'nakama:$V',
      '${I}',
      'nakama:${W:-TAG}',
      '$J:$V',
    );
    const lineBreak = fc.constantFrom('\n', '\r\n', ' \\\n AS x\n');
    const file = fc.tuple(tag, fc.array(fc.tuple(from, lineBreak), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(file, newTag, ([old, froms], wanted) => {
        const text = [
          'ARG V=TAG I="nakama:TAG" J=nakama\n',
          ...froms.map(([image, end]) => `FROM ${image}${end}`),
        ]
          .join('')
          .replaceAll('TAG', old);
        const edited = dockerfile(text, { nakama: wanted }) as string;
        expect(read({ Dockerfile: edited }).map((image) => image.tag)).toEqual(froms.map(() => wanted));
        expect(edited.replaceAll(wanted, old)).toBe(text);
      }),
    );
  });
});
