import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import type { ArtifactOutcome } from '../artifact/check-artifacts';
import type { Outcome } from '../findings/outcome';
import type { OpenWorkspace } from '../open-workspace/open-workspace';
import type { Explanation } from './explanation';

/** What the workspace says of the plugins that a log names: all that the server would have said after the first error. */
export interface Evidence {
  /** As `verify` has them, of the plugins that are meant. */
  readonly modules: readonly Outcome[];
  /** As `check-artifact` has them, of what these were built to. */
  readonly artifacts: readonly ArtifactOutcome[];
}

/**
 * Runs the checks on the plugins that explanations are about: those that the log names, else all that there are.
 *
 * @param absolute of a path relative to the root
 */
export async function evidenceFor(
  explanations: readonly Explanation[],
  workspace: OpenWorkspace,
  absolute: (path: string) => string,
): Promise<Evidence> {
  const plugins = workspace.modules(['.']).filter(({ kind }) => kind === 'plugin');
  const names = new Set(explanations.flatMap(({ plugin }) => (plugin === undefined ? [] : [nameOf(plugin)])));
  const named = plugins.filter(({ dir }) => names.has(posix.basename(dir)));
  const meant = named.length > 0 ? named : plugins;
  if (meant.length === 0) return { modules: [], artifacts: [] };
  const dirs = new Set(meant.map(({ dir }) => dir));
  // All are judged, so that what two of them bring in two versions is seen.
  const { modules } = await workspace.verify(['.']);
  const built = [...dirs]
    .map((dir) => posix.join('dist', dir))
    .filter((folder) => existsSync(absolute(folder)));
  const artifacts = built.length > 0 ? workspace.checkArtifacts(built).modules : [];
  return { modules: modules.filter(({ dir }) => dirs.has(dir)), artifacts };
}

/** `/nakama/data/modules/arena.so` and `arena` are the plugin `arena`. */
function nameOf(plugin: string): string {
  return posix.basename(plugin.replaceAll('\\', '/')).replace(/\.so$/, '');
}
