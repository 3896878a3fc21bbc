// What Go says of a mutated plugin.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFingerprint } from '../corpus/fingerprint.mjs';
import { parsePackages, runGo } from '../corpus/go.mjs';
import { classify } from '../corpus/refusal.mjs';

const FIELDS = '-json=ImportPath,Standard,Export';

/** The lines of go.sum after go has added what it misses; those of before if it cannot. */
export function tidySums(dir, go) {
  runGo(dir, go, ['list', '-deps', '-mod=mod', '-e', '.']);
  return readFileSync(join(dir, 'go.sum'), 'utf8').split('\n').filter(Boolean);
}

/**
 * Compiles the plugin and what it links, as its build command does, and compares each shared package's fingerprint
 * with the server's.
 *
 * @returns {{ verdict: 'loads' | 'fails', reason?: string, detail?: string[], differing?: number }}
 */
export function listPackages(dir, go, flags, release) {
  const { ok, stdout, stderr } = runGo(dir, go, ['list', '-deps', '-export', FIELDS, ...flags, '.']);
  if (!ok) return { verdict: 'fails', ...refusalOf(stderr, dir) };
  const server = release.fingerprints['linux/amd64'];
  const differing = parsePackages(stdout)
    .filter((p) => p.Export && server[p.ImportPath])
    .filter((p) => readFingerprint(p.Export) !== server[p.ImportPath]);
  if (differing.length === 0) return { verdict: 'loads' };
  return {
    verdict: 'fails',
    reason: 'fingerprints differ',
    differing: differing.length,
    detail: differing
      .map((p) => p.ImportPath)
      .sort()
      .slice(0, 3),
  };
}

/** Go's reason, and its first words without a folder of this computer. */
function refusalOf(stderr, dir) {
  const { reason, detail } = classify(stderr, dir);
  return { reason, detail: detail.slice(0, 1).map((line) => line.replace(/\/\S*\/pkg\/mod\//g, '')) };
}
