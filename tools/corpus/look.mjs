// What Go itself sees in a module's folder, compared with a release.
import { compareFingerprints, compareSelection } from './compare.mjs';
import { readFingerprint } from './fingerprint.mjs';
import { goFor, goList } from './go.mjs';

/**
 * Lets go list the plugin in a folder and all that it links, and compile it if the release's fingerprints are known.
 *
 * @param flags for `go list`: `-e` to continue after errors, `-mod=mod` to let it update go.mod and go.sum
 * @returns {{ ok: boolean, stderr: string, compared: object }}
 */
export function lookAt(dir, release, ...flags) {
  const measured = release.fingerprints['linux/amd64'] !== undefined;
  const list = goList({ dir, go: goFor(release), args: measured ? ['-export', ...flags] : flags });
  return { ok: list.ok, stderr: list.stderr, compared: compare(list.packages, release) };
}

/** What is compared. */
export const judgeOf = (release) => (release.fingerprints['linux/amd64'] ? 'fingerprints' : 'selection');

export const verdictOf = (compared) => ({ verdict: compared.differing ? 'fails' : 'loads', ...compared });

function compare(packages, release) {
  if (judgeOf(release) === 'selection') return compareSelection(packages, release);
  const compiled = packages
    .filter((p) => p.Export)
    .map((p) => ({ ...p, fingerprint: readFingerprint(p.Export) }));
  return compareFingerprints(compiled, release);
}
