// node --test tools/mutations/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyAll } from './apply.mjs';
import { BASES } from './bases.mjs';
import { dropRequirement, requirementsOf, setRequirement } from './go-mod-text.mjs';
import { agreementOf, kindOf, readJudged, verifyAll } from './ours.mjs';
import { randomFrom } from './random.mjs';

const GO_MOD = 'module m\n\ngo 1.26.5\n\nrequire a.b/c v1.0.0\n\nrequire (\n\td.e/f v2.0.0 // indirect\n)\n';

test('the same seed makes the same numbers', () => {
  const [a, b] = [randomFrom(7), randomFrom(7)];
  assert.deepEqual(
    Array.from({ length: 5 }, () => a.below(1000)),
    Array.from({ length: 5 }, () => b.below(1000)),
  );
});

test('requirements are read, set and dropped, alone or in a block', () => {
  assert.deepEqual(requirementsOf(GO_MOD), [
    { path: 'a.b/c', version: 'v1.0.0' },
    { path: 'd.e/f', version: 'v2.0.0' },
  ]);
  assert.match(setRequirement(GO_MOD, 'd.e/f', 'v2.1.0'), /\td\.e\/f v2\.1\.0 \/\/ indirect/);
  assert.match(setRequirement(GO_MOD, 'g.h/i', 'v1.0.0'), /^require g\.h\/i v1\.0\.0$/m);
  assert.doesNotMatch(dropRequirement(GO_MOD, 'a.b/c'), /a\.b\/c/);
});

test('a mutation that changes nothing is refused', () => {
  assert.throws(() => applyAll({ 'go.mod': GO_MOD }, [{ kind: 'go', go: '1.26.5' }]), /changes nothing/);
});

test('each base loads as it is', async () => {
  const bases = BASES.map((base) => ({ id: base.name, base: base.name, mutations: [], verdict: 'loads' }));
  const rows = await verifyAll(bases);
  assert.deepEqual(
    rows.map(({ id, ours }) => [id, ours.verdict]),
    rows.map(({ id }) => [id, 'loads']),
  );
});

test('at least 500 mutations were judged, of every base, and some of each kind load and fail', () => {
  const judged = readJudged();
  assert.ok(judged.length >= 500);
  assert.deepEqual(new Set(judged.map((row) => row.base)), new Set(BASES.map(({ name }) => name)));
  assert.deepEqual(new Set(judged.map((row) => row.verdict)), new Set(['loads', 'fails']));
});

/** Whether code that differs also differs in what is exported or inlined, only compiling can tell. */
const UNDECIDED = new Set(['replace-hides-version', 'other-fingerprint']);

test("no verdict from committed files contradicts Go's, and what is unknown is other code", async () => {
  const rows = await verifyAll(readJudged());
  const wrong = rows.filter((row) => agreementOf(row) === 'wrong');
  assert.deepEqual(
    wrong.map((row) => `${row.id} ${kindOf(row)}: ours ${row.ours.verdict}, Go's ${row.verdict}`),
    [],
  );
  const unknown = rows.filter((row) => agreementOf(row) === 'unknown');
  assert.ok(unknown.length <= rows.length / 25, `${unknown.length} of ${rows.length} are unknown`);
  for (const { id, ours } of unknown) {
    const undecided = ours.findings.filter(({ severity }) => severity === 'undecided');
    assert.ok(undecided.length > 0 && undecided.every((finding) => UNDECIDED.has(finding.id)), id);
  }
});
