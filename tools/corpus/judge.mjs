// Judges every module of the corpus with Go itself and writes judged.json. Needs go (1.21 or newer) and gcc.
// Resumable: rows already in judged.json are kept; name folders (`node judge.mjs <module>…`) to judge those again.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readImports, readRelease, writeScratch } from './corpus.mjs';
import { goFor } from './go.mjs';
import { judgeOf, lookAt, verdictOf } from './look.mjs';
import { classify } from './refusal.mjs';
import { eachPair } from './rows.mjs';

const JUDGED = fileURLToPath(new URL('judged.json', import.meta.url));

/** go refuses only because the committed files lack something that go itself would add. */
const OUT_OF_DATE = new Set([
  'missing go.sum entry',
  'updates to go.mod needed',
  'import not required by go.mod',
]);

const again = new Set(process.argv.slice(2));
await eachPair(JUDGED, again, judge, ({ verdict, reason = '' }) => `${verdict} ${reason}`);

function judge({ module, release: version }) {
  const release = readRelease(version);
  const go = goFor(release);
  const dir = mkdtempSync(join(tmpdir(), 'nakama-corpus-'));
  try {
    writeScratch(module, dir);
    const { programs } = readImports(module);
    const row = { module, release: version, go, judge: judgeOf(release) };
    if (programs.length) row.notImported = programs;
    const look = (...flags) => lookAt(dir, release, ...flags);
    const strict = look();
    if (strict.ok) return { ...row, ...verdictOf(strict.compared) };
    const refusal = classify(strict.stderr, dir);
    if (refusal.reason === 'go version') return { ...row, verdict: 'fails', ...refusal };
    // One package that differs is enough to fail, also if others are not available.
    const partial = look('-e').compared;
    const judged = { ...row, verdict: partial.differing ? 'fails' : 'cannot judge', ...refusal, partial };
    return OUT_OF_DATE.has(refusal.reason) ? { ...judged, updated: lookUpdated(look, dir) } : judged;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A second look, which does not count: the result if go may update go.mod and go.sum. */
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
