import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins, type Recipe } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import type { Outcome } from '../findings/outcome';
import { brief, catalogRelease, type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { openWorkspace } from './open-workspace';

afterAll(removeWorkspaces);

const COMMON = 'github.com/heroiclabs/nakama-common';
const OPENER = `package main

import (
	"context"
	"database/sql"
	"plugin"

	"github.com/heroiclabs/nakama-common/runtime"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	_, err := plugin.Open("./lib/hiro.bin")
	return err
}
`;

/** What stands in for the plugin that Hiro's makers build: it has no InitModule. */
function standIn(release: string): Recipe {
  const common = catalogRelease(release).module(COMMON);
  const base = pinned([], { [COMMON]: common?.version ?? '' });
  const goSum = String(base['go.sum'])
    .replace(`${COMMON} ${common?.version} h1:x=`, `${COMMON} ${common?.version} ${common?.sums.zip}`)
    .replace('/go.mod h1:y=', `/go.mod ${common?.sums.goMod}`);
  return {
    files: {
      'go.mod': String(base['go.mod']).replace('example.com/arena', 'example.com/hiro'),
      'go.sum': goSum,
      'main.go': `package main\n\nimport "${COMMON}/api"\n\nfunc Init(user *api.User) string { return user.GetId() }\n`,
    },
  };
}

const SOURCES: Files = {
  'nakama.json': '{ "release": "3.40.0" }',
  ...Object.fromEntries(
    Object.entries({ ...pinned(), 'main.go': OPENER, 'nakama.json': '{ "opens": ["lib/hiro.bin"] }' }).map(
      ([path, text]) => [`plugins/arena/${path}`, text],
    ),
  ),
};

async function workspaceWith(opened: Recipe | string): Promise<string> {
  const root = workspace(SOURCES);
  const file = join(root, 'plugins/arena/lib/hiro.bin');
  if (typeof opened === 'string') return workspace({ ...SOURCES, 'plugins/arena/lib/hiro.bin': opened });
  mkdirSync(dirname(file));
  copyFileSync(await build(opened), file);
  return root;
}

const all = (modules: readonly Outcome[]): string[] => brief(modules.flatMap(({ findings }) => findings));

const refused = `nakama-common error ${COMMON} @ plugins/arena/lib/hiro.bin:1:1`;

describeWithPlugins('a plugin that a plugin opens', () => {
  it(
    'is compared with the server by build and check-artifact, without InitModule',
    async () => {
      const open = openWorkspace({ root: await workspaceWith(standIn('3.40.0')) });
      expect(await open.build(['plugins'])).toMatchObject({ exitCode: 0, modules: [{ findings: [] }] });
      const { modules, exitCode } = open.checkArtifacts(['dist']);
      expect(modules.map(({ file, openedBy, verdict }) => [file, openedBy, verdict])).toEqual([
        ['dist/plugins/arena/linux-amd64/arena.so', undefined, 'loads'],
        ['plugins/arena/lib/hiro.bin', 'dist/plugins/arena/linux-amd64/arena.so', 'loads'],
      ]);
      expect(exitCode).toBe(0);
      // Named as a plugin of the server too, it is still opened by the other one.
      expect(open.checkArtifacts(['dist', 'plugins/arena/lib/hiro.bin'])).toMatchObject({ exitCode: 0 });
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'fails with its opener if it has another version of a shared module',
    async () => {
      const open = openWorkspace({ root: await workspaceWith(standIn('3.38.0')) });
      expect((await open.verify(['plugins'])).exitCode).toBe(0);
      const built = await open.build(['plugins']);
      expect([all(built.modules), built.exitCode]).toEqual([[refused], 1]);
      const checked = open.checkArtifacts(['dist']);
      expect([all(checked.modules), checked.exitCode]).toEqual([[refused], 1]);
    },
    BUILD_TIMEOUT_MS,
  );

  it('may be no plugin at all', async () => {
    const open = openWorkspace({ root: await workspaceWith('#!/bin/sh\n') });
    const built = await open.build(['plugins']);
    expect(all(built.modules)).toEqual(['artifact-unreadable error - @ plugins/arena/lib/hiro.bin:1:1']);
  });

  it('has to be there, and its name in nakama.json is the place', async () => {
    const { problems, exitCode } = await openWorkspace({ root: workspace(SOURCES) }).build(['plugins']);
    expect(problems).toMatchObject([
      { file: 'plugins/arena/nakama.json', position: { line: 1, column: 13 } },
    ]);
    expect(problems[0]?.message).toContain('plugins/arena/lib/hiro.bin');
    expect(exitCode).toBe(2);
  });

  it(
    'is asked for where nakama.json names none, by build and check-artifact, and not where it says so',
    async () => {
      const answers = (files: Files) => {
        const open = openWorkspace({ root: workspace({ ...SOURCES, ...files }) });
        return open.build(['plugins']).then(({ modules, exitCode }) => {
          const checked = open.checkArtifacts(['dist']);
          return { built: all(modules), checked, exitCodes: [exitCode, checked.exitCode] };
        });
      };
      const unnamed = await answers({ 'plugins/arena/nakama.json': '{}' });
      expect(unnamed.built).toEqual(['opens-unnamed-plugin warning - @ plugins/arena/main.go:12:12']);
      expect(unnamed.checked.modules[0]?.findings).toMatchObject([
        {
          id: 'opens-unnamed-plugin',
          severity: 'warning',
          package: 'plugin',
          location: { file: 'dist/plugins/arena/linux-amd64/arena.so', line: 1, column: 1 },
          fix: expect.stringContaining('plugins/arena/nakama.json: "opens": ["<path>"]'),
        },
      ]);
      expect(unnamed.exitCodes).toEqual([0, 0]);
      const none = await answers({ 'plugins/arena/nakama.json': '{ "opens": [] }' });
      expect(all(none.checked.modules)).toEqual([]);
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'may be there for each platform',
    async () => {
      const root = await workspaceWith(standIn('3.40.0'));
      const both = '{ "opens": ["lib/hiro-arm64.bin", "lib/hiro.bin"] }';
      const open = openWorkspace({
        root: workspace({
          ...SOURCES,
          'plugins/arena/nakama.json': both,
          // The first 64 bytes of a file for arm64 tell what it is for.
          'plugins/arena/lib/hiro-arm64.bin': elfHeader(0xb7),
          'plugins/arena/lib/hiro.bin': readFileSync(join(root, 'plugins/arena/lib/hiro.bin')),
        }),
      });
      expect(await open.build(['plugins'])).toMatchObject({ exitCode: 0 });
    },
    BUILD_TIMEOUT_MS,
  );
});

const server = realServer();

(server === undefined ? describe.skip : describeWithPlugins)('the real server', () => {
  it.each<[string, 'loads' | 'fails']>([
    ['3.40.0', 'loads'],
    ['3.38.0', 'fails'],
  ])(
    'opens a plugin that another one opens, also by its InitModule, built for %s: it %s',
    async (release, verdict) => {
      const root = await workspaceWith(standIn(release));
      const open = openWorkspace({ root });
      await open.build(['plugins']);
      const { modules } = await open.load(['plugins'], { binary: String(server) });
      expect(modules).toMatchObject([{ verdict }]);
      const arena = 'dist/plugins/arena/linux-amd64/arena.so';
      const [outcome] = modules;
      expect(outcome?.opened.map(({ file }) => file)).toEqual(
        verdict === 'loads' ? [arena, 'plugins/arena/lib/hiro.bin'] : [arena],
      );
      const says = outcome?.findings.find(({ id }) => id === 'server-refuses')?.message;
      if (verdict === 'fails') {
        expect(says).toContain(`different version of package ${COMMON}`);
        expect(says).toContain('plugins/arena/lib/hiro.bin');
        expect(says).not.toContain('~');
      }
      // InitModule opens it from its path in the folder of nakama.json.
      const started = await open.start(['plugins'], { binary: String(server) });
      expect(all(started.modules)).toEqual(
        verdict === 'loads' ? [] : [refused, 'init-module-fails error - @ plugins/arena/main.go:11:1'],
      );
    },
    BUILD_TIMEOUT_MS,
  );
});

/** The header of a shared library for a machine (e_machine). */
function elfHeader(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(3, 16);
  header.writeUInt16LE(machine, 18);
  header.writeUInt32LE(1, 20);
  return header;
}
