import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import { countRings, findKnots } from './knots.mjs';
import { orderRules } from './order-rules.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const rooms = JSON.parse(readFileSync(path.join(root, 'tools/rooms/rooms.json'), 'utf8'));

test('the table of rooms in docs/architecture.md is the order that the rule holds', () => {
  const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (\d+) +\| `([\w-]+)\/`/gm)].map(([, floor, room]) => [
    Number(floor),
    room,
  ]);
  const floors = rooms['nakama-pins'];
  assert.deepEqual(
    rows,
    floors.flatMap((names, index) => names.map((name) => [floors.length - index, name])),
  );
});

for (const [name, floors] of Object.entries(rooms)) {
  test(`the folders of ${name} are the rooms of tools/rooms/rooms.json`, () => {
    const folders = readdirSync(path.join(root, 'packages', name, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
      .map((entry) => entry.name);
    assert.deepEqual(folders.sort(), floors.flat().sort());
  });
}

/** The names of the rules of dependency-cruiser that these files break; `roof` stands on `floor` and `cellar`. */
async function broken(files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rooms-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, 'src', file)), { recursive: true });
      writeFileSync(path.join(folder, 'src', file), text);
    }
    const { output } = await cruise(['src'], {
      baseDir: folder,
      tsPreCompilationDeps: true,
      validate: true,
      ruleSet: { forbidden: orderRules([['roof'], ['floor', 'beside'], ['cellar']], 'src') },
    });
    return output.summary.violations.map(({ rule }) => rule.name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ROOMS = {
  'index.ts': "export * from './roof/a';\n",
  'roof/a.ts': "import { b } from '../floor/b';\nexport const a = b;\n",
  'floor/b.ts': "import type { C } from '../cellar/c';\nexport const b: C = 1;\n",
  'cellar/c.ts': 'export type C = number;\n',
  'beside/d.ts': 'export const d = 1;\n',
  'testing/e.ts': "export { a } from '../roof/a';\n",
};

test('the rule of rooms lets a room import from those below it', async () => {
  assert.deepEqual(await broken(ROOMS), []);
});

const WRONG = {
  'from a room above': { 'cellar/c.ts': "export { b } from '../floor/b';\n" },
  'from a room above, a type only': { 'cellar/c.ts': "export type { b as C } from '../floor/b';\n" },
  'from a room on the same floor': { 'floor/b.ts': "export { d as b } from '../beside/d';\n" },
  'from a door': { 'beside/d.ts': "export { a as d } from '../index';\n" },
  'from a file of tests': { 'beside/d.ts': "export { a as d } from '../testing/e';\n" },
  'in a folder that is no room': { 'attic/f.ts': "export { c } from '../cellar/c';\n" },
};

for (const [what, files] of Object.entries(WRONG)) {
  test(`the rule of rooms refuses an import ${what}`, async () => {
    assert.equal((await broken({ ...ROOMS, ...files })).length, 1);
  });
}

test('the rule of rooms lets a spec import from anywhere', async () => {
  assert.deepEqual(await broken({ ...ROOMS, 'cellar/c.spec.ts': "import '../roof/a';\n" }), []);
});

test('rings between folders are counted, each once', () => {
  const arrows = new Map(
    Object.entries({ a: 'bc', b: 'ca', c: 'a', d: 'ae', e: 'd', f: 'a' }).map(([from, to]) => [
      from,
      new Map([...to].map((node) => [node, 1])),
    ]),
  );
  const knots = findKnots(arrows);
  assert.deepEqual(knots, [
    ['a', 'b', 'c'],
    ['d', 'e'],
  ]);
  // a-b, a-c, a-b-c, d-e
  assert.equal(countRings(arrows, knots), 4);
});
