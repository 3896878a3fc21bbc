// node --test tools/corpus/
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isChain, withoutExcludes } from './chain.mjs';
import { outcomeOf, renderPins } from './render-pins.mjs';

const graph = 'arena x@v1.2.0\narena zap@v1.24.0\nx@v1.2.0 zap@v1.26.0\n';

test('a chain holds if the graph has every step of it, from the main module on', () => {
  assert.equal(isChain(['arena', 'x@v1.2.0', 'zap@v1.26.0'], graph), true);
  assert.equal(isChain(['arena', 'zap@v1.26.0'], graph), false);
  assert.equal(isChain(['x@v1.2.0', 'zap@v1.26.0'], graph), false);
  assert.equal(isChain(['arena'], graph), true);
});

test('excludes are removed, alone or in a block', () => {
  const text = 'module m\n\nexclude a v1.0.0\n\nexclude (\n\ta v1.1.0\n\tb v1.0.0\n)\n\nrequire c v1.0.0\n';
  assert.equal(withoutExcludes(text), 'module m\n\n\n\nrequire c v1.0.0\n');
});

const row = (ours, verdict, more = {}) => ({
  module: 'arena',
  release: '3.40.0',
  judge: 'fingerprints',
  ours,
  judged: { verdict, ...more },
});

test('a verdict of ours that Go does not confirm is wrong', () => {
  assert.equal(outcomeOf(row({ verdict: 'loads' }, 'loads')), 'loads');
  assert.equal(outcomeOf(row({ verdict: 'unknown' }, 'loads')), 'loads');
  assert.equal(outcomeOf(row({ verdict: 'fails' }, 'fails')), 'fails as said');
  assert.equal(outcomeOf(row({ verdict: 'loads' }, 'fails')), 'wrong');
  assert.equal(outcomeOf(row({ verdict: 'fails' }, 'loads')), 'wrong');
  assert.equal(outcomeOf(row({ verdict: 'loads' }, 'cannot judge')), 'wrong');
  assert.equal(outcomeOf(row({ verdict: 'unknown' }, 'cannot judge')), 'not judged');
});

test('a conflict counts by its chain, with any files in the folder', () => {
  const conflict = (chainHolds) => ({ verdict: 'fails', conflicts: [{ chain: ['arena'], chainHolds }] });
  assert.equal(outcomeOf(row(conflict(true), 'loads')), 'true conflict');
  assert.equal(outcomeOf(row(conflict(false), 'loads')), 'wrong');
});

test('the page has the totals, the reasons and a line for each row', () => {
  const page = renderPins([
    row({ verdict: 'loads', moved: 2, excludes: ['zap v1.26.0'] }, 'loads'),
    row({ verdict: 'unknown' }, 'cannot judge', { reason: 'module not served' }),
  ]);
  assert.match(page, /\| loads after `pin` \| 1 \|/);
  assert.match(page, /\| module not served \| 1 \|/);
  assert.match(page, /\| arena \| 3\.40\.0 \| {2}\| loads<br>excludes zap v1\.26\.0 \| 2 \| loads \|/);
});

test('docs/pins.md is what the results say, and none of them is wrong', () => {
  const table = fileURLToPath(new URL('pin-table.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [table, '--check'], { encoding: 'utf8' });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
});
