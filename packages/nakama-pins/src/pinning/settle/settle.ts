import type { Workbench } from '../../edits/workbench';
import type { GoModEdit } from '../../go-module/edit/go-mod-edit';
import { isProved, linkingOf } from '../../linking/linking';
import type { Release } from '../../releases/release-model';
import { buildTargets, judge } from '../../verify/judge';
import type { PluginFacts } from '../../workspace/facts';
import type { PinPlanInput } from '../plan-pins';
import { conflictsOf, newerGoConflicts } from './conflicts';
import { findDowngrade } from './downgrade';
import { holdPins } from './hold-pins';
import type { Attempt, Prove, Settled } from './settled';

export interface SettleInput extends PinPlanInput {
  readonly bench: Workbench;
  readonly prove: Prove;
  /** Take an older version of a direct dependency if the pins hold only with it. */
  readonly allowDowngrade: boolean;
}

/**
 * Brings planned pins to rest with the exact Go: `go mod tidy`, excludes for what others demand, and a compilation
 * that is compared with the server. Where that does not compile, the dependency that demands more is named, and the
 * newest version of it that does not.
 */
export async function settle(input: SettleInput): Promise<Settled> {
  const first = await attempt(input);
  const apart = first.report.verdict === 'loads' ? [] : splitOff(first.plan.facts, input.release);
  if (apart.length > 0) {
    const second = await attempt(input, apart);
    if (second.report.verdict === 'loads') return { ...second, conflicts: [] };
  }
  if (first.built) return { ...first, conflicts: [] };
  const leave = unproved(input);
  if (leave.size > 0) {
    // A module required for packages that the server lacks may well keep its version.
    const second = await attempt({ ...input, leave });
    if (second.report.verdict === 'loads') return { ...second, conflicts: [] };
  }
  const newerGo = newerGoConflicts(first, input.release);
  if (newerGo.length > 0) return { ...first, conflicts: newerGo };
  if (!(await buildsToday(input))) return { ...first, conflicts: [] };
  const downgrade = await findDowngrade(first.demands, (edits) => attempt(input, edits), input.bench);
  if (downgrade && input.allowDowngrade) return { ...downgrade.settled, conflicts: [] };
  return { ...first, conflicts: conflictsOf(first, input.release, downgrade) };
}

async function attempt(input: SettleInput, edits: Parameters<typeof holdPins>[2] = []): Promise<Attempt> {
  const held = await holdPins(input, input.bench, edits);
  input.bench.write(held.files);
  // Tidying asks for more than building (tests of dependencies): what could not be tidied may still compile.
  return { ...held, ...(await input.prove(held.plan.facts, held.plan.report, input.bench)) };
}

/** Never leave a go.mod that does not build if the old one did. */
async function buildsToday({ facts, prove, release, releases }: SettleInput): Promise<boolean> {
  return (await prove(facts, judge(facts, release, releases))).built;
}

/**
 * The server takes packages from a module that was split off from the one which go.mod lists
 * (google.golang.org/genproto): the new one instead of the old one, which Go adds again if it must.
 */
function splitOff(facts: PluginFacts, release: Release): GoModEdit[] {
  const { shared } = linkingOf(facts, release, buildTargets(facts, release));
  return shared.flatMap(({ module, parent, direct }): GoModEdit[] =>
    parent === undefined
      ? []
      : [
          { kind: 'drop-require', path: parent.path },
          { kind: 'set-require', path: module.path, version: module.version, indirect: !direct },
        ],
  );
}

/** Shared modules that only their requirement speaks for. */
function unproved({ facts, release }: SettleInput): Set<string> {
  const { shared } = linkingOf(facts, release, buildTargets(facts, release));
  return new Set(shared.filter((s) => !isProved(s)).map((s) => s.module.path));
}
