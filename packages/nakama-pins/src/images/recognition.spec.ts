import { isComposeName, isDockerfileName, mentionsImages } from './recognition';

describe('isDockerfileName', () => {
  it.each([
    'Dockerfile',
    'dockerfile',
    'Containerfile',
    'Dockerfile.dev',
    'arena.Dockerfile',
    'arena.dockerfile',
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

describe('mentionsImages', () => {
  it('finds images and variables named after them', () => {
    expect(mentionsImages('image: heroiclabs/nakama')).toBe(true);
    expect(mentionsImages('image: ${NAKAMA_IMAGE}')).toBe(true);
    expect(mentionsImages('FROM golang')).toBe(true);
    expect(mentionsImages('image: postgres')).toBe(false);
  });
});
