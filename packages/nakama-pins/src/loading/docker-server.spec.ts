import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, BUILD_TIMEOUT_MS, canBuild } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import { GOOD, recipeOf } from '../artifact/testing/rows';
import { catalogRelease, removeWorkspaces, workspace } from '../testing/workspace';
import { Tools } from '../toolchain/tools';
import { servers } from './choose-server';
import { findDocker } from './docker-server';
import { openPlugins, proveThatItOpens } from './open-plugins';

afterAll(removeWorkspaces);

const program = realServer();

/**
 * No Docker engine runs where these tests do: a script stands in for the command, and does with the real server what an
 * engine would do with the one in its image. It says nothing about the image.
 */
function fakeDocker(server: string): { PATH: string; log: string } {
  const root = workspace({
    'bin/docker': `#!/bin/sh
echo "$@" >> "${'${0%/*}'}/../log"
state="${'${0%/*}'}/../container"
case "$1" in
  version) echo 29.0.0;;
  create) mkdir "$state" && echo Pulling >&2 && echo c0ffee;;
  cp) cp -r "$2" "$state/nakama-modules";;
  start) exec "${server}" check --runtime.path "$state/nakama-modules";;
  rm) rm -r "$state";;
esac
`,
  });
  chmodSync(join(root, 'bin/docker'), 0o755);
  return { PATH: `${join(root, 'bin')}:/usr/bin:/bin`, log: join(root, 'log') };
}

(program !== undefined && canBuild ? it : it.skip)(
  'plugins are copied into a container of the image, which is removed again',
  async () => {
    const { PATH, log } = fakeDocker(String(program));
    const ready = servers(new Tools({ root: '/', env: { PATH } }), catalogRelease);
    const { server } = await ready({ release: catalogRelease(), platform: 'linux/amd64', choice: {} });
    expect(server).toMatchObject({ name: 'heroiclabs/nakama:3.40.0', platform: 'linux/amd64' });
    if (!server) return;
    await proveThatItOpens(server);
    const refused = await openPlugins(server, [
      { file: 'dist/a.so', absPath: await build(GOOD.recipe) },
      { file: 'dist/b.so', absPath: await build(recipeOf('with symbols and debug data')) },
    ]);
    expect([...refused].map(([file, { reason }]) => [file, reason])).toEqual([
      ['dist/b.so', 'already-loaded'],
    ]);
    const [, create, copy, start, remove] = readFileSync(log, 'utf8').split('\n');
    expect(create).toBe(
      'create --platform linux/amd64 --network none --entrypoint /nakama/nakama heroiclabs/nakama:3.40.0 check --runtime.path /nakama-modules',
    );
    expect(copy).toMatch(/^cp \S+\/modules c0ffee:\/nakama-modules$/);
    expect([start, remove]).toEqual(['start --attach c0ffee', 'rm --force c0ffee']);
    expect(existsSync(join(log, '../container'))).toBe(false);
  },
  BUILD_TIMEOUT_MS,
);

it('is not taken for there where only the command is', async () => {
  const root = workspace({ docker: '#!/bin/sh\necho "Cannot connect to the Docker daemon" >&2\nexit 1\n' });
  chmodSync(join(root, 'docker'), 0o755);
  expect(await findDocker({ env: { PATH: root } })).toEqual({
    missing: 'Docker does not answer: Cannot connect to the Docker daemon',
    fix: 'start Docker',
  });
  expect(await findDocker({ env: { PATH: '/nowhere' } })).toMatchObject({
    missing: 'there is no docker on PATH',
  });
});

it('an engine that does not answer is waited for no longer than said', async () => {
  const root = workspace({ 'bin/docker': '#!/bin/sh\nsleep 300\n' });
  chmodSync(join(root, 'bin/docker'), 0o755);
  expect(await findDocker({ env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin` } }, 200)).toEqual({
    missing: 'Docker does not answer within 0.2 s',
    fix: 'start Docker again',
  });
});
