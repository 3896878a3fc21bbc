import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, BUILD_TIMEOUT_MS, canBuild, type Recipe } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import { CONFLICT, GOOD, recipeOf } from '../artifact/testing/rows';
import { openWorkspace } from '../open-workspace/open-workspace';
import { one } from '../testing/one';
import { type Files, mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterAll(removeWorkspaces);

const server = realServer();
if (server === undefined) console.warn('SKIPPED: node tools/server/build.mjs has built no real server');

/** A workspace whose plugins were built by these recipes. */
async function builtWorkspace(plugins: Readonly<Record<string, Recipe>>): Promise<string> {
  const files = Object.keys(plugins).flatMap((name) =>
    Object.entries(pinned()).map(([path, text]): [string, string | Buffer] => [
      `plugins/${name}/${path}`,
      String(text).replace('example.com/arena', `example.com/${name}`),
    ]),
  );
  const root = workspace({ 'nakama.json': '{ "release": "3.40.0" }\n', ...Object.fromEntries(files) });
  for (const [name, recipe] of Object.entries(plugins)) {
    const so = join(root, `dist/plugins/${name}/linux-amd64/${name}.so`);
    mkdirSync(dirname(so), { recursive: true });
    copyFileSync(await build(recipe), so);
  }
  return root;
}

(server !== undefined && canBuild ? describe : describe.skip)('the real server', () => {
  it(
    'opens plugins that load alone, refuses one of two that conflict, and says which',
    async () => {
      const root = await builtWorkspace({ arena: CONFLICT[0].recipe, lobby: CONFLICT[1].recipe });
      const { modules, together, exitCode } = await openWorkspace({ root }).load(['.'], { binary: server });
      const [first = []] = together;
      expect(first.map(({ verdict }) => verdict)).toEqual(['loads', 'fails']);
      expect(exitCode).toBe(1);
      expect(first[1]?.findings.map(({ id, proof }) => [id, proof])).toEqual([
        ['plugins-conflict', 'artifact'],
        ['server-refuses', 'loaded'],
      ]);
      expect(modules).toMatchObject([
        { dir: 'plugins/arena', proof: 'loaded', findings: [], ok: true },
        first[1],
      ]);
      const alone = await openWorkspace({ root }).load(['.'], { binary: server, together: 'never' });
      expect(alone.modules.map(({ verdict }) => verdict)).toEqual(['loads', 'loads']);
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'that dies with one of several is asked again until all are known',
    async () => {
      const root = await builtWorkspace({
        arena: recipeOf('a library of C'),
        lobby: GOOD.recipe,
        shop: recipeOf('truncated'),
      });
      const dirs = ['arena', 'lobby', 'shop'].map((name) => `plugins/${name}`);
      const { modules } = await openWorkspace({ root }).load(dirs, {
        binary: server,
        only: true,
        together: 'only',
      });
      expect(modules.map(({ verdict }) => verdict)).toEqual(['fails', 'loads', 'fails']);
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'that does not come to an end is ended, and the plugin that blocks it is named',
    async () => {
      const blocking: Files = {
        ...GOOD.recipe.files,
        'blocks.go': 'package main\n\nfunc init() { select {} }\n',
      };
      const root = await builtWorkspace({
        arena: GOOD.recipe,
        lobby: {
          ...GOOD.recipe,
          files: {
            ...blocking,
            'go.mod': String(blocking['go.mod']).replace('example.com/arena', 'example.com/lobby'),
          },
        },
      });
      const { modules } = await openWorkspace({ root }).load(['.'], { binary: server, timeout: 10 });
      expect(modules.map(({ verdict }) => verdict)).toEqual(['loads', 'fails']);
      expect(modules[1]?.findings[0]?.message).toMatch(/did not come to an end.*func init/s);
      expect(modules[1]?.findings[0]?.fix).toContain('--timeout');
    },
    BUILD_TIMEOUT_MS,
  );

  it('needs a built plugin', async () => {
    const root = workspace({ 'nakama.json': '{ "release": "3.40.0" }\n', ...pinned() });
    const run = openWorkspace({ root }).load(['.'], { binary: server });
    await expect(one(run)).rejects.toThrow('build it first: npx nakama-pins build .');
  });
});

describe('is given nothing, and there is no success,', () => {
  const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }\n' };
  const main = { 'main.go': 'package main\n\nfunc main() {}\n' };

  it.each<[string, Files]>([
    ['of a package main without InitModule', main],
    ['with InitModule in another package', { 'main.go': mainGo().replace('package main', 'package arena') }],
  ])('%s', async (_, files) => {
    const root = workspace({ ...NAKAMA_JSON, ...pinned(), ...files });
    for (const together of ['only', 'never', undefined] as const) {
      const { modules, exitCode } = await openWorkspace({ root }).load(['.'], { together });
      expect(modules).toMatchObject([{ verdict: 'fails', findings: [{ id: 'init-module' }], opened: [] }]);
      expect(exitCode).toBe(1);
    }
  });

  it('for a platform that no server runs on', async () => {
    const root = workspace({ ...NAKAMA_JSON, ...pinned(), 'dist/linux-riscv64/arena.so': '' });
    const { modules } = await openWorkspace({ root }).load(['.'], { platforms: ['linux/riscv64'] });
    expect(modules).toMatchObject([{ verdict: 'fails', findings: [{ id: 'platform' }], opened: [] }]);
  });
});

(process.platform === 'linux' && process.arch === 'x64' && canBuild ? it : it.skip)(
  'takes no silent success of a program that opens nothing',
  async () => {
    const root = await builtWorkspace({ arena: GOOD.recipe });
    const binary = join(workspace({ nakama: '#!/bin/sh\nexit 0\n' }), 'nakama');
    chmodSync(binary, 0o755);
    const run = openWorkspace({ root }).load(['plugins/arena'], { binary });
    await expect(one(run)).rejects.toThrow('does not open plugins');
  },
  BUILD_TIMEOUT_MS,
);
