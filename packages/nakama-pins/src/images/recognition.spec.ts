import { imageFileKind, isComposeName, isDockerfileName, mentionsImages } from './recognition';

describe('isDockerfileName', () => {
  it.each([
    'Dockerfile',
    'dockerfile',
    'Containerfile',
    'Dockerfile.dev',
    'arena.Dockerfile',
    'arena.dockerfile',
    'Dockerfile1',
    'Dockerfile-dev',
    'Dockerfile_dev',
    'Dockerfile.prod',
    'nakama-Dockerfile',
    'Dockerfile.go',
  ])('takes %s for a Dockerfile', (name) => expect(isDockerfileName(name)).toBe(true));
  it.each([
    '.dockerfile',
    'Dockerfile.dockerignore',
    'arena.Dockerfile.dockerignore',
    'Dockerfile.md',
    'Dockerfile.j2',
    'Dockerfile~',
    'Dockerfile.20260713',
    'Dockerfile.3141592653',
    'Dockerfiles',
    'MyDockerfile',
    'dockerfile.ts',
    'dockerfile.go',
  ])('does not take %s for a Dockerfile', (name) => expect(isDockerfileName(name)).toBe(false));
});

describe('isComposeName', () => {
  it.each([
    'compose.yml',
    'compose.yaml',
    'compose.prod.yml',
    'docker-compose.yml',
    'docker-compose.override.yaml',
    'docker-compose-postgres.yml',
  ])('takes %s for a compose file', (name) => expect(isComposeName(name)).toBe(true));
  it.each(['compose.json', 'composer.yml', 'docker-compose.yml.bak', 'my-compose.yml'])('leaves %s', (name) =>
    expect(isComposeName(name)).toBe(false),
  );
});

describe('imageFileKind', () => {
  it.each([
    ['docker-compose.yml', 'compose'],
    ['Dockerfile1', 'dockerfile'],
    ['values.yaml', 'yaml'],
    ['.gitlab-ci.yml', 'yaml'],
    ['build.sh', 'text'],
    ['build.bat', 'text'],
    ['Makefile', 'text'],
    ['makefile', 'text'],
    ['justfile', 'text'],
    ['devcontainer.json', 'text'],
    ['.devcontainer.json', 'text'],
    ['main.tf', 'text'],
    ['package.json', undefined],
    ['README.md', undefined],
    ['main.go', undefined],
  ])('takes %s for %s', (name, kind) => expect(imageFileKind(name)).toBe(kind));
});

describe('mentionsImages', () => {
  it('finds images and variables named after them', () => {
    expect(mentionsImages('image: heroiclabs/nakama')).toBe(true);
    expect(mentionsImages('image: ${NAKAMA_IMAGE}')).toBe(true);
    expect(mentionsImages('FROM golang')).toBe(true);
    expect(mentionsImages('image: postgres')).toBe(false);
  });
});
