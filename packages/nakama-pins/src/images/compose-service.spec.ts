import { readCompose } from './compose';

const OTHERS: Readonly<Record<string, string>> = {
  'base/common.yml': 'services:\n  base:\n    image: heroiclabs/nakama:3.16.0\n    build_is: none\n',
  'deploy/loop.yml': 'services:\n  a: {extends: {service: b, file: loop.yml}}\n  b: {extends: a}\n',
};

const read = (text: string, file = 'deploy/compose.yml') =>
  readCompose(text, file, {}, (path) => OTHERS[path]);

const EXTENDS = 'extends: {file: ../base/common.yml, service: base}';

describe('a service that extends another', () => {
  it('has its image, which stands where it is written', () => {
    expect(read(`services:\n  n:\n    ${EXTENDS}\n`).images).toMatchObject([
      { file: 'base/common.yml', position: { line: 3, column: 12 }, tag: '3.16.0' },
    ]);
  });

  it('may have another image, and then that of the other is not used', () => {
    const { images, overridden } = read(
      `services:\n  n:\n    ${EXTENDS}\n    image: heroiclabs/nakama:3.17.0\n`,
    );
    expect(images.map(({ tag }) => tag)).toEqual(['3.17.0']);
    expect(overridden).toEqual(['base/common.yml:3:12']);
  });

  it('is found in the same file, and a ring of services ends', () => {
    const same = 'services:\n  base: {image: "heroiclabs/nakama:3.16.0"}\n  n: {extends: base}\n';
    expect(read(same).images.map(({ tag }) => tag)).toEqual(['3.16.0']);
    expect(read('services: {n: {extends: {file: loop.yml, service: a}}}\n').images).toEqual([]);
    expect(read('services: {n: {extends: {file: gone.yml, service: a}}}\n').images).toEqual([]);
  });
});

describe('the Dockerfile that a service is built from', () => {
  const buildOf = (build: string) =>
    read(`services:\n  n:\n    build: ${build}\n`).builds.map(
      ({ dockerfile, args }) =>
        `${dockerfile} ${[...args].map(([name, { value }]) => `${name}=${value}`).join(' ')}`,
    );

  it.each([
    ['.', 'deploy/Dockerfile '],
    ['../server', 'server/Dockerfile '],
    ['{context: ../server, dockerfile: docker/Dockerfile.prod}', 'server/docker/Dockerfile.prod '],
    ['{context: .., args: {V: 3.40.0, W: "a${X:-b}"}}', 'Dockerfile V=3.40.0 W=ab'],
    ['{context: .., args: ["V=3.40.0", UNSET]}', 'Dockerfile V=3.40.0'],
  ])('is found for build: %s', (build, expected) => expect(buildOf(build)).toEqual([expected]));

  it.each([
    'https://example.com/x.git',
    '../..',
    'git@example.com:x.git',
    '{dockerfile_inline: "FROM scratch"}',
  ])('is none of the workspace for build: %s', (build) => expect(buildOf(build)).toEqual([]));
});
