// What Go itself sees in a module's folder, compared with a release of the server.
import { compareFingerprints, compareSelection } from './compare.mjs';
import { readFingerprint } from './fingerprint.mjs';
import { goFor, goList } from './go.mjs';

/**
 * Has go list (and, where the release's fingerprints are known, compile) the plugin in a folder and all that it links.
 *
 * @param flags for `go list`: `-e` to go on past errors, `-mod=mod` to let it update go.mod and go.sum
 * @returns {{ ok: boolean, stderr: string, compared: object }}
 */
export function lookAt(dir, release, ...flags) {
  const measured = release.fingerprints['linux/amd64'] !== undefined;
  const list = goList({ dir, go: goFor(release), args: measured ? ['-export', ...flags] : flags });
  return { ok: list.ok, stderr: list.stderr, compared: compare(list.packages, release) };
}

/** What the comparison is made by. */
export const judgeOf = (release) => (release.fingerprints['linux/amd64'] ? 'fingerprints' : 'selection');

export const verdictOf = (compared) => ({ verdict: compared.differing ? 'fails' : 'loads', ...compared });

function compare(packages, release) {
  if (judgeOf(release) === 'selection') return compareSelection(packages, release);
  const compiled = packages
    .filter((p) => p.Export)
    .map((p) => ({ ...p, fingerprint: readFingerprint(p.Export) }));
  return compareFingerprints(compiled, release);
}
