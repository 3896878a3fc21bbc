// node --test tools/corpus/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareFingerprints, compareSelection } from './compare.mjs';
import { classify } from './refusal.mjs';
import { agreementOf, moduleDifference, renderTable, secondLook } from './render.mjs';

const PROTO = 'google.golang.org/protobuf';
const release = {
  release: '3.40.0',
  modules: [{ path: PROTO, version: 'v1.36.11', linkedPackages: [`${PROTO}/proto`, `${PROTO}/reflect`] }],
  fingerprints: { 'linux/amd64': { fmt: '00', [`${PROTO}/proto`]: '01', [`${PROTO}/reflect`]: '02' } },
};
const linked = (path, Module, fingerprint, Imports = []) => ({
  ImportPath: path,
  Module,
  fingerprint,
  Imports,
});

test('a package of another version is a cause, one that only imports it is not', () => {
  const Module = { Path: PROTO, Version: 'v1.36.8' };
  const packages = [
    { ImportPath: 'fmt', Standard: true, fingerprint: '00' },
    linked(`${PROTO}/reflect`, Module, '0a'),
    linked(`${PROTO}/proto`, { Path: PROTO, Version: 'v1.36.11' }, '0b', [`${PROTO}/reflect`]),
    linked('github.com/stretchr/testify', { Path: 'github.com/stretchr/testify', Version: 'v1.0.0' }, '0c'),
  ];
  assert.deepEqual(compareFingerprints(packages, release), {
    shared: 3,
    differing: 2,
    modules: { [PROTO]: ['v1.36.8', 'v1.36.11'] },
  });
});

test('the same version with another fingerprint is patched code', () => {
  const packages = [linked(`${PROTO}/reflect`, { Path: PROTO, Version: 'v1.36.11' }, '0a')];
  assert.deepEqual(compareFingerprints(packages, release).patched, [`${PROTO}/reflect`]);
});

test('nothing is judged if the standard library differs', () => {
  const packages = [{ ImportPath: 'fmt', Standard: true, fingerprint: 'ff' }];
  assert.throws(() => compareFingerprints(packages, release), /fmt differ/);
});

test('a replace to the server version does not hide the required version', () => {
  const Module = { Path: PROTO, Version: 'v1.36.8', Replace: { Path: PROTO, Version: 'v1.36.11' } };
  const { differing, modules } = compareSelection([linked(`${PROTO}/proto`, Module)], release);
  assert.equal(differing, 1);
  assert.deepEqual(modules, { [PROTO]: ['v1.36.8 => v1.36.11', 'v1.36.11'] });
});

test("go's refusal becomes a reason, without this machine's paths or the proxy's address", () => {
  const stderr = [
    'go: downloading example.com/x v1.0.0',
    'main.go:8:2: example.com/x@v1.0.0: reading https://proxy.example/x/@v/v1.0.0.zip: 403 Forbidden',
    '\tserver response: This module version is not available.',
    '/tmp/scratch/main.go:9:2: broken',
  ].join('\n');
  assert.deepEqual(classify(stderr, '/tmp/scratch'), {
    reason: 'module not served',
    detail: ['main.go:8:2: example.com/x@v1.0.0: reading 403 Forbidden', 'main.go:9:2: broken'],
  });
  assert.equal(classify('go: go.mod requires go >= 1.26.5 (running go 1.22.4)', '/d').reason, 'go version');
});

const finding = (id, module, severity = 'error') => ({ id, module, expected: 'v1.0.0', severity });
const row = (ours, theirs, findings = [], more = {}) => ({
  report: { verdict: ours, findings },
  judged: { module: 'arena', release: '3.40.0', judge: 'fingerprints', verdict: theirs, ...more },
});

test('only a judged row with another verdict disagrees', () => {
  assert.equal(agreementOf(row('loads', 'loads')), 'agree');
  assert.equal(agreementOf(row('loads', 'fails')), 'disagree');
  assert.equal(agreementOf(row('fails', 'loads')), 'disagree');
  assert.equal(agreementOf(row('unknown', 'fails')), 'unknown');
  assert.equal(agreementOf(row('fails', 'cannot judge')), 'not judged');
});

test('a row that go refuses for its go.sum is judged a second time, and not counted', () => {
  const refused = row('fails', 'cannot judge', [], {
    reason: 'missing go.sum entry',
    updated: { verdict: 'loads' },
  });
  assert.equal(agreementOf(refused), 'not judged');
  assert.equal(secondLook(refused), 'disagree');
  assert.match(renderTable([refused]), /cannot judge: missing go\.sum entry; updated: loads/);
});

test('modules that only one side names are shown', () => {
  const judged = { modules: { [PROTO]: ['v1', 'v2'] } };
  const findings = [
    finding('direct-dependency', 'example.com/x'),
    { id: 'go-version', directive: 'go', expected: '1.26.5', severity: 'error' },
  ];
  assert.deepEqual(moduleDifference(row('fails', 'fails', findings, judged)), {
    missed: [PROTO],
    extra: ['example.com/x'],
  });
});

test('the page has a line for each row, and the totals', () => {
  const page = renderTable([
    row('fails', 'fails', [
      finding('direct-dependency', PROTO),
      finding('direct-dependency', 'example.com/x'),
    ]),
    row('loads', 'cannot judge', [], { reason: 'module not served' }),
  ]);
  assert.match(page, /\| agree \(=\) \| 1 \|\n\| disagree \(≠\) \| 0 \|/);
  assert.match(page, /\| not judged: module not served \| 1 \|/);
  assert.match(
    page,
    /\*\*direct-dependency\*\* google\.golang\.org\/protobuf, example\.com\/x \| fails \| fingerprints \| = \|/,
  );
});
