import type { Finding } from '../findings/finding';
import { type Outcome, outcomeOf } from '../findings/outcome';
import { compareGo } from '../go-module/compare-go';
import { compareVersions } from '../go-module/module-version';
import { judge } from './judge';
import type { OpenModule } from './open-module';

/**
 * The outcome of a library that plugins of several releases use: judged for each. What it requires below a newer release is
 * right, since the plugin's own pin is the higher one there; what is above the oldest is not.
 *
 * @param oldest by the oldest release
 */
export function withNewer(oldest: Outcome, { facts, newer, releases }: OpenModule): Outcome {
  if (newer.length === 0) return oldest;
  const { dir, module, kind, release, proof } = oldest;
  const said = new Set(oldest.findings.map(placed));
  const more = newer
    .flatMap((other) => judge(facts, other, releases).findings)
    .filter((finding) => !isLowerBound(finding) && !said.has(placed(finding)));
  const outcome = outcomeOf({ dir, module, kind, release, proof }, [...oldest.findings, ...more]);
  return { ...outcome, releases: [release ?? '', ...newer.map(({ version }) => version)] };
}

/** A plugin of the newer release raises what its library asks for, and its go line. */
function isLowerBound({ id, expected, actual, directive }: Finding): boolean {
  if (expected === undefined || actual === undefined) return false;
  if (id === 'go-version') return directive === 'go' && compareGo(actual, expected) < 0;
  return VERSIONS.has(id) && compareVersions(actual, expected) < 0;
}

const VERSIONS: ReadonlySet<Finding['id']> = new Set([
  'nakama-common',
  'direct-dependency',
  'transitive-dependency',
]);

/** The same place has one edit, whichever release asks for it. */
function placed({ id, location: { file, line, column } }: Finding): string {
  return `${id} ${file}:${line}:${column}`;
}
