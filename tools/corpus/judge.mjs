// Judges every module of the corpus with Go itself and writes judged.json. Needs go (1.21 or newer) and gcc.
// Resumable: rows already in judged.json are kept; name folders (`node judge.mjs <module>…`) to judge those again.
import { mkdtempSync, rmSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { readImports, readPairs, readRelease, writeScratch } from './corpus.mjs';
import { compareFingerprints, compareSelection } from './compare.mjs';
import { readFingerprint } from './fingerprint.mjs';
import { goFor, goList } from './go.mjs';
import { classify } from './refusal.mjs';

const JUDGED = fileURLToPath(new URL('judged.json', import.meta.url));

/** go refuses only because the committed files lack something that go itself would add. */
const OUT_OF_DATE = new Set([
  'missing go.sum entry',
  'updates to go.mod needed',
  'import not required by go.mod',
]);

const again = new Set(process.argv.slice(2));
const rows = new Map(readJudged().map((row) => [keyOf(row), row]));
const pairs = readPairs();
const pending = pairs
  .filter((pair) => !rows.has(keyOf(pair)) || again.has(pair.module))
  // Newest Go first, and one Go after the other: each compiles its standard library once.
  .sort((a, b) => byVersion(b.release, a.release) || (a.module < b.module ? -1 : 1));

for (const [index, pair] of pending.entries()) {
  const row = judge(pair);
  rows.set(keyOf(row), row);
  const inOrder = pairs.map((p) => rows.get(keyOf(p))).filter(Boolean);
  writeFileSync(JUDGED, await formatJson(inOrder));
  console.log(
    `${index + 1}/${pending.length} ${pair.module} ${pair.release}: ${row.verdict} ${row.reason ?? ''}`,
  );
}

function judge({ module, release: version }) {
  const release = readRelease(version);
  const server = release.fingerprints['linux/amd64'];
  const go = goFor(release);
  const dir = mkdtempSync(join(tmpdir(), 'nakama-corpus-'));
  try {
    writeScratch(module, dir);
    const { programs } = readImports(module);
    const row = { module, release: version, go, judge: server ? 'fingerprints' : 'selection' };
    if (programs.length) row.notImported = programs;
    const look = (...flags) => {
      const list = goList({ dir, go, args: server ? ['-export', ...flags] : flags });
      return { ...list, compared: compare(list.packages, release) };
    };
    const strict = look();
    if (strict.ok) return { ...row, ...verdictOf(strict.compared) };
    const refusal = classify(strict.stderr, dir);
    if (refusal.reason === 'go version') return { ...row, verdict: 'fails', ...refusal };
    // One package that differs is enough to fail, whatever can't be had of the others.
    const partial = look('-e').compared;
    const judged = { ...row, verdict: partial.differing ? 'fails' : 'cannot judge', ...refusal, partial };
    return OUT_OF_DATE.has(refusal.reason) ? { ...judged, updated: lookUpdated(look, dir) } : judged;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A second look, no part of the judgement: what would be, if go were let to bring go.mod and go.sum up to date. */
function lookUpdated(look, dir) {
  const goMod = join(dir, 'go.mod');
  const before = versionsOf(goMod);
  const list = look('-mod=mod');
  if (!list.ok) return classify(list.stderr, dir);
  const goModChanges = [...versionsOf(goMod)].filter((line) => !before.has(line)).sort();
  return { ...verdictOf(list.compared), goModChanges };
}

/** Every `path version` that a go.mod states. */
function versionsOf(goMod) {
  const lines = readFileSync(goMod, 'utf8').matchAll(/^(?:require)?[ \t]*([^\s/]\S*)[ \t]+(v\S+)/gm);
  return new Set([...lines].map(([, path, version]) => `${path} ${version}`));
}

function compare(packages, release) {
  const server = release.fingerprints['linux/amd64'];
  if (!server) return compareSelection(packages, release);
  const compiled = packages
    .filter((p) => p.Export)
    .map((p) => ({ ...p, fingerprint: readFingerprint(p.Export) }));
  return compareFingerprints(compiled, release);
}

function verdictOf(compared) {
  return { verdict: compared.differing ? 'fails' : 'loads', ...compared };
}

function readJudged() {
  return existsSync(JUDGED) ? JSON.parse(readFileSync(JUDGED, 'utf8')) : [];
}

async function formatJson(value) {
  return format(JSON.stringify(value), { ...(await resolveConfig(JUDGED)), filepath: JUDGED });
}

function keyOf({ module, release }) {
  return `${module} ${release}`;
}

function byVersion(a, b) {
  const [x, y] = [a, b].map((v) => v.split('.').map(Number));
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
}
