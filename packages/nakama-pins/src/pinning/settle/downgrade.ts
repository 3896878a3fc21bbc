import { parseNode } from '../../edits/module-graph';
import type { Workbench } from '../../edits/workbench';
import type { GoModEdit } from '../../go-module/edit/go-mod-edit';
import { compareVersions } from '../../go-module/module-version';
import type { Attempt, Demand, Downgrade } from './settled';

/** Each try runs Go several times: the demand mostly came with one of the last few versions. */
const MAX_TRIES = 12;

/**
 * The newest version of the direct dependency at the root of the demands with which the plugin compiles; undefined
 * if several are to blame, its versions can't be listed, or none of the last dozen fits.
 */
export async function findDowngrade(
  demands: readonly Demand[],
  attempt: (edits: readonly GoModEdit[]) => Promise<Attempt>,
  bench: Workbench,
): Promise<Downgrade | undefined> {
  const culprits = new Set(demands.flatMap(({ chain }) => chain.slice(1, 2)));
  const [culprit] = culprits;
  if (culprit === undefined || culprits.size > 1) return undefined;
  const { path, version: current = '' } = parseNode(culprit);
  const older = (await bench.versions(path)).filter((version) => compareVersions(version, current) < 0);
  for (const version of older.reverse().slice(0, MAX_TRIES)) {
    const settled = await attempt([{ kind: 'set-require', path, version }]);
    if (settled.built) return { path, version, settled };
  }
  return undefined;
}
