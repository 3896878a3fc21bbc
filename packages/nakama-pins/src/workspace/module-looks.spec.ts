import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { type LookKind, type LookStore, ModuleLooks } from './module-looks';
import type { KeptAnswers } from './trace-memo';

afterAll(removeWorkspaces);

const REQUIRE = 'require github.com/heroiclabs/nakama-common v1.47.0\n';
const MAIN =
  'package main\n\nimport _ "github.com/heroiclabs/nakama-common/runtime"\n\nfunc InitModule() {}\n';

const FILES = {
  'nakama.json': '{ "release": "3.40.0" }',
  'plugins/arena/go.mod': `module example.com/arena\n\n${REQUIRE}require example.com/score v0.0.0\n\nreplace example.com/score => ../../libs/score\n`,
  'plugins/arena/main.go': MAIN,
  'plugins/arena/use.go': 'package main\n\nimport _ "example.com/score/points"\n',
  'plugins/arena/web/web.go': 'package web\n\nimport "embed"\n\n//go:embed static\nvar files embed.FS\n',
  'plugins/arena/web/static/deep/index.html': '<p>',
  'plugins/chat/go.mod': `module example.com/chat\n\n${REQUIRE}`,
  'plugins/chat/main.go': MAIN,
  'libs/score/go.mod': `module example.com/score\n\n${REQUIRE}`,
  'libs/score/points/points.go': 'package points\n',
  'libs/other/go.mod': `module example.com/other\n\n${REQUIRE}`,
  'libs/other/points/points.go': 'package points\n',
};

const DIRS = ['libs/other', 'libs/score', 'plugins/arena', 'plugins/chat'];

/** Keeps answers as files would. */
class Store implements LookStore {
  readonly kept = new Map<LookKind, string>();
  saves: LookKind[] = [];
  load = (kind: LookKind): KeptAnswers => new Map(JSON.parse(this.kept.get(kind) ?? '[]') as []);
  save = (kind: LookKind, answers: KeptAnswers): void => {
    this.saves.push(kind);
    this.kept.set(kind, JSON.stringify([...answers]));
  };
}

function look(root: string, store: LookStore): unknown {
  const looks = new ModuleLooks(root, store);
  const found = DIRS.map((dir) => [dir, looks.at(dir), looks.atUsed(dir)]);
  looks.save();
  return JSON.parse(JSON.stringify(found));
}

/** All files were written long ago, as far as anyone can tell. */
let clock: jest.SpyInstance;
beforeAll(() => {
  const later = Date.now() + 3_600_000;
  clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
});
afterAll(() => clock.mockRestore());

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const put =
  (file: string, text: string) =>
  (root: string): void =>
    write(root, file, text);

const CHANGES: [string, (root: string) => void][] = [
  ['a source file', put('plugins/arena/use.go', 'package main\n')],
  ['a new source file', put('plugins/chat/new.go', 'package main\n\nimport _ "example.com/chat/sub"\n')],
  ['a new folder', put('plugins/chat/sub/sub.go', 'package sub\n')],
  ['no InitModule any more', put('plugins/chat/main.go', 'package chat\n')],
  ['a removed source file', (root) => unlinkSync(join(root, 'plugins/arena/use.go'))],
  ['another go.mod', put('plugins/chat/go.mod', 'module example.com/talk\n')],
  ['a removed go.mod', (root) => unlinkSync(join(root, 'plugins/chat/go.mod'))],
  ['a module in the module', put('plugins/arena/web/go.mod', 'module example.com/web\n')],
  ['the import path of a library', put('libs/score/go.mod', `module example.com/points\n\n${REQUIRE}`)],
  [
    'what a library asks for',
    put('libs/score/go.mod', `module example.com/score\n\nrequire a.b/c v1.0.0\n${REQUIRE}`),
  ],
  [
    'imports of a library',
    put('libs/score/points/points.go', 'package points\n\nimport _ "example.com/score/deep"\n'),
  ],
  ['a package that was imported and was not there', put('libs/score/deep/deep.go', 'package deep\n')],
  ['a renamed folder', (root) => renameSync(join(root, 'libs/score'), join(root, 'libs/gone'))],
  ['a go.work', put('go.work', 'go 1.26.5\n\nuse (\n\t./plugins/chat\n\t./libs/other\n)\n')],
  ['a go.work nearer by', put('plugins/go.work', 'go 1.26.5\n\nuse ./chat\n')],
  ['a .gitignore at the root', put('.gitignore', 'static\n')],
  ['a .gitignore of a library', put('libs/score/.gitignore', '*.go\n')],
  ['an ignored embedded file', put('plugins/arena/web/static/deep/.gitignore', '*.html\n')],
  [
    'a replace that is not there',
    put('plugins/chat/go.mod', `module example.com/chat\n\n${REQUIRE}replace a.b/c => ../../../x\n`),
  ],
  [
    'a library that becomes a link',
    (root) => {
      rmSync(join(root, 'libs/score'), { recursive: true });
      symlinkSync('other', join(root, 'libs/score'));
    },
  ],
  [
    'a file that becomes a link to another',
    (root) => {
      write(root, 'elsewhere/x.go', 'package main\n\nimport _ "example.com/score/points"\n');
      unlinkSync(join(root, 'plugins/arena/use.go'));
      symlinkSync('../../elsewhere/x.go', join(root, 'plugins/arena/use.go'));
    },
  ],
];

it.each(CHANGES)('what was kept is what a fresh look finds: after %s', (_, change) => {
  const root = workspace(FILES);
  const store = new Store();
  look(root, store);
  change(root);
  expect(look(root, store)).toEqual(look(root, new Store()));
  // And on from what was kept then.
  for (const [, another] of CHANGES.slice(0, 4)) {
    if (DIRS.every((dir) => dir !== 'x')) another(root);
    expect(look(root, store)).toEqual(look(root, new Store()));
  }
});

it('nothing is looked at again, or saved, where nothing changed that the answer rests on', () => {
  const root = workspace(FILES);
  const store = new Store();
  const first = look(root, store);
  expect(store.saves).toEqual(['modules', 'sources']);
  store.saves = [];
  const unrelated = ['README.md', 'plugins/lobby/go.mod', 'dist/arena.so'];
  for (const file of unrelated) write(root, file, 'words');
  // Scans are not even loaded.
  store.kept.set('sources', 'not JSON');
  expect(look(root, store)).toEqual(first);
  expect(store.saves).toEqual([]);
});

it('what changed a moment ago is not kept: another change might have the same time stamp', () => {
  const root = workspace(FILES);
  const store = new Store();
  clock.mockRestore();
  look(root, store);
  expect(store.kept.get('modules') ?? '[]').toBe('[]');
});

it('paths of this computer are not in what is kept', () => {
  const root = workspace(FILES);
  const store = new Store();
  look(root, store);
  expect([...store.kept.values()].join()).not.toContain(root);
});
