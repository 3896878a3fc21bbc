import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../input/file-lock';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { keptProgram } from './program-cache';
import { prunePrograms } from './prune-programs';

afterAll(removeWorkspaces);

const DAY = 24 * 60 * 60 * 1000;
const LIMITS = { bytes: 250, ageMs: 90 * DAY, inUseMs: DAY };

/** A cache with programs of 100 bytes, by the days since their last use. */
function cacheOf(days: Readonly<Record<string, number>>): string {
  const folder = workspace(
    Object.fromEntries(Object.keys(days).map((name) => [`${name}/nakama`, 'x'.repeat(100)])),
  );
  for (const [name, age] of Object.entries(days)) use(join(folder, name), age);
  return folder;
}

function use(path: string, daysAgo: number): void {
  const time = new Date(Date.now() - daysAgo * DAY);
  utimesSync(path, time, time);
}

const left = (folder: string): string[] => readdirSync(folder).sort();

it('keeps what was used most recently, as far as the limit goes', async () => {
  const folder = cacheOf({ a: 3, b: 2, c: 5, d: 4 });
  await prunePrograms(folder, LIMITS);
  expect(left(folder)).toEqual(['a', 'b']);
});

it('keeps nothing that was not used for long, and no remains', async () => {
  const folder = cacheOf({ a: 91, b: 89, 'c.tmp-x': 2, 'd.tmp-y': 0 });
  await prunePrograms(folder, { ...LIMITS, bytes: 1000 });
  expect(left(folder)).toEqual(['b', 'd.tmp-y']);
});

it('takes nothing that a command may be reading', async () => {
  const folder = cacheOf({ a: 0.1, b: 0.2, c: 0.3, d: 0.4 });
  await prunePrograms(folder, LIMITS);
  expect(left(folder)).toEqual(['a', 'b', 'c', 'd']);
});

it('leaves the work to a process that does it already', async () => {
  const folder = cacheOf({ a: 100 });
  await withFileLock(join(folder, 'prune'), { staleMs: 30_000, waitMs: 0 }, () =>
    prunePrograms(folder, LIMITS),
  );
  expect(left(folder)).toEqual(['a']);
});

it('counts a look-up as a use', async () => {
  const folder = workspace({});
  // Of nothing.
  const digest = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const find = (manifest: string) =>
    keptProgram(folder, manifest, [], () => {
      const file = join(workspace({ found: '' }), 'found');
      return Promise.resolve({ path: '/nakama/nakama', file, digest, layer: digest });
    });
  const { file } = await find('one');
  const entry = join(file, '..');
  use(entry, 80);
  expect(await find('one')).toMatchObject({ file });
  await prunePrograms(join(folder, 'programs'), { ...LIMITS, ageMs: 2 * DAY });
  expect(existsSync(file)).toBe(true);
  use(entry, 80);
  await prunePrograms(join(folder, 'programs'), { ...LIMITS, ageMs: 2 * DAY });
  expect(existsSync(file)).toBe(false);
  expect((await find('one')).file).toBe(file);
});
