// Pins every module of the corpus and lets Go itself judge the outcome; writes pinned.json. Needs the built core, go
// (1.21 or newer) and gcc. Resumable: rows already in pinned.json are kept; name folders (`node pin.mjs <module>…`) to
// pin those again.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWorkspace } from 'nakama-pins';
import { openPackage } from '../server/package.mjs';
import { isChain, withoutExcludes } from './chain.mjs';
import { corpusIsHere, readRelease, writeScratch } from './corpus.mjs';
import { goFor, goModGraph } from './go.mjs';
import { judgeOf, lookAt, verdictOf } from './look.mjs';
import { classify } from './refusal.mjs';
import { eachPair } from './rows.mjs';

const { parseGoMod } = openPackage('for-tools.js');

const PINNED = fileURLToPath(new URL('pinned.json', import.meta.url));

if (!corpusIsHere()) {
  console.warn('SKIPPED: the corpus (../shared/corpus) is not beside this repository.');
  process.exit(0);
}
const again = new Set(process.argv.slice(2));
await eachPair(PINNED, again, pinAndJudge, ({ ours, judged }) =>
  [ours.verdict, ours.conflicts ? 'conflict' : '', '/', judged?.verdict, judged?.reason].join(' '),
);

async function pinAndJudge({ module, release: version }) {
  const release = readRelease(version);
  const dir = mkdtempSync(join(tmpdir(), 'nakama-corpus-'));
  try {
    writeScratch(module, dir);
    const before = goModIn(dir);
    const ours = await pin(dir, version);
    const row = { module, release: version, judge: judgeOf(release), ours };
    if (ours.problems) return row;
    return {
      ...row,
      ours: { ...withChainsChecked(ours, dir, release), ...changedIn(before, goModIn(dir)) },
      judged: judge(dir, release),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What `pin` says and does, without anything of this computer. */
async function pin(root, release) {
  const { modules } = await openWorkspace({ root, release }).pin(['.'], { only: true, write: true });
  const [{ verdict, proof, findings: all, problems, conflicts, changes, written }] = modules;
  if (problems.length > 0) {
    return {
      verdict: 'unknown',
      problems: problems.map(({ file, position, message }) =>
        [file, position?.line, message].filter(Boolean).join(':'),
      ),
    };
  }
  const findings = all.filter(({ severity }) => severity !== 'warning');
  return {
    verdict,
    proof,
    ...(findings.length && { findings: findings.map(({ id, message }) => ({ id, message })) }),
    ...(conflicts.length && { conflicts, changes }),
    written,
  };
}

/** What Go's own graph of the planned go.mod, which is not in the folder, says about each chain. */
function withChainsChecked({ conflicts, changes, ...ours }, dir, release) {
  if (!conflicts) return ours;
  const planned = (file) => changes.find((change) => change.file === file)?.after;
  const bench = mkdtempSync(join(tmpdir(), 'nakama-corpus-'));
  try {
    writeFileSync(join(bench, 'go.mod'), withoutExcludes(planned('go.mod') ?? goModText(dir)));
    if (planned('go.sum') !== undefined) writeFileSync(join(bench, 'go.sum'), planned('go.sum'));
    const graph = goModGraph({ dir: bench, go: goFor(release) });
    return {
      ...ours,
      conflicts: conflicts.map((conflict) => ({ ...conflict, chainHolds: isChain(conflict.chain, graph) })),
    };
  } finally {
    rmSync(bench, { recursive: true, force: true });
  }
}

function judge(dir, release) {
  const { ok, stderr, compared } = lookAt(dir, release);
  return ok ? verdictOf(compared) : { verdict: 'cannot judge', ...classify(stderr, dir) };
}

/** How many requirements pinning set to another version, and what it excluded. */
function changedIn(before, after) {
  const versions = new Map(before.require.map(({ path, version }) => [path, version]));
  const moved = after.require.filter(
    ({ path, version }) => versions.has(path) && versions.get(path) !== version,
  );
  const had = new Set(before.exclude.map(excluded));
  const excludes = after.exclude.map(excluded).filter((exclude) => !had.has(exclude));
  return { moved: moved.length, ...(excludes.length && { excludes }) };
}

function excluded({ path, version }) {
  return `${path} ${version}`;
}

function goModIn(dir) {
  return parseGoMod(goModText(dir), 'go.mod');
}

function goModText(dir) {
  return readFileSync(join(dir, 'go.mod'), 'utf8');
}
