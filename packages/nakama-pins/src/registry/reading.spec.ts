import { readChallenges } from './challenge';
import { readConfig } from './config';
import { parseImageName } from './image-name';
import { programPaths } from './program-paths';

const HASH = `sha256:${'0'.repeat(64)}`;

it.each([
  ['heroiclabs/nakama:3.41.0', 'registry-1.docker.io', 'heroiclabs/nakama', '3.41.0', undefined],
  ['golang', 'registry-1.docker.io', 'library/golang', 'latest', undefined],
  ['docker.io/golang:1.26', 'registry-1.docker.io', 'library/golang', '1.26', undefined],
  ['localhost:5000/nakama', 'localhost:5000', 'nakama', 'latest', undefined],
  [`registry.example.com/a/b/c:1@${HASH}`, 'registry.example.com', 'a/b/c', '1', HASH],
  // The project that Harbor begins with.
  ['harbor.example.com/library/nakama:1', 'harbor.example.com', 'library/nakama', '1', undefined],
])('reads the name %s', (text, host, repository, tag, digest) => {
  expect(parseImageName(text)).toMatchObject({ host, repository, tag, ...(digest && { digest }) });
});

it('knows how docker login calls Docker Hub', () => {
  expect(parseImageName('heroiclabs/nakama').login).toBe('https://index.docker.io/v1/');
  expect(parseImageName('ghcr.io/studio/nakama').login).toBe('ghcr.io');
});

it.each([
  '',
  'Nakama:1',
  'a:b:c',
  'a/../b',
  'a b',
  'https://example.com/a',
  '-a/b',
  `a@${HASH}0`,
  'a@sha1:00',
  'a:',
  'a@',
])('refuses the name %j', (text) => {
  expect(() => parseImageName(text)).toThrow('this is not the name of an image');
});

it('reads challenges, several in one header', () => {
  const header =
    'Bearer realm="https://auth.example.com/token",service="a \\"b\\"",scope="repository:a/b:pull,push", Basic realm=x';
  expect(readChallenges([header, 'Negotiate'])).toEqual([
    {
      scheme: 'bearer',
      parameters: new Map([
        ['realm', 'https://auth.example.com/token'],
        ['service', 'a "b"'],
        ['scope', 'repository:a/b:pull,push'],
      ]),
    },
    { scheme: 'basic', parameters: new Map([['realm', 'x']]) },
    { scheme: 'negotiate', parameters: new Map() },
  ]);
  expect(readChallenges(['=,=', '', ',,'])).toEqual([]);
});

it.each([
  [['/sbin/tini', '--', '/nakama/nakama'], [], ['nakama/nakama']],
  [['/bin/sh', '-c'], ['/nakama/nakama migrate up && exec /nakama/nakama'], ['nakama/nakama', 'migrate']],
  [
    ['/entry.sh'],
    ['/opt/game/nakama-server', '--config', '/data/c.yml'],
    ['opt/game/nakama-server', 'entry.sh'],
  ],
  [['./server'], [], ['srv/server', 'nakama/nakama']],
  [['nakama'], [], ['bin/nakama', 'opt/nakama', 'nakama/nakama']],
  [[], [], ['nakama/nakama']],
])('looks for the program of %j %j', (entrypoint, cmd, expected) => {
  const json = { config: { Entrypoint: entrypoint, Cmd: cmd, WorkingDir: '/srv', Env: ['PATH=/bin:/opt'] } };
  const paths = programPaths(readConfig(Buffer.from(JSON.stringify(json)), 'it'));
  expect(paths.slice(0, expected.length === 2 && expected[1] === 'migrate' ? 1 : expected.length)).toEqual(
    expected.filter((path) => path !== 'migrate'),
  );
  expect(paths).toContain('nakama/nakama');
});
