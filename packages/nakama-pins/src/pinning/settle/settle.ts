import type { ModuleReport } from '../../findings/types';
import { buildTargets, judge } from '../../verify/judge';
import type { Proved } from '../../verify/prover';
import { isProved, linkingOf } from '../../linking/linking';
import type { PluginFacts } from '../../workspace/facts';
import type { PinPlan, PinPlanInput } from '../plan-pins';
import type { Conflict } from '../types';
import { conflictsOf } from './conflicts';
import { findDowngrade } from './downgrade';
import { holdPins, type Held } from './hold-pins';
import type { ModFiles, Workbench } from './workbench';

/** Compiles the module, with the mod files of the workbench or its own, and compares it with the server. */
export type Prove = (facts: PluginFacts, declared: ModuleReport, bench?: Workbench) => Promise<Proved>;

export interface SettleInput extends PinPlanInput {
  readonly bench: Workbench;
  readonly prove: Prove;
  /** Take an older version of a direct dependency where only that lets the pins hold. */
  readonly allowDowngrade: boolean;
}

/** Mod files that hold the pins, and what they are worth. With conflicts they are not to be written. */
export interface Settled {
  readonly plan: PinPlan;
  readonly files: ModFiles;
  readonly report: ModuleReport;
  readonly conflicts: readonly Conflict[];
}

/**
 * Brings planned pins to rest with the exact Go: `go mod tidy`, excludes for what others demand, and a compilation
 * that is compared with the server. Where that does not compile, the dependency that demands more is named, and the
 * newest version of it that does not.
 */
export async function settle(input: SettleInput): Promise<Settled> {
  const first = await attempt(input);
  if (first.built) return { ...first, conflicts: [] };
  const leave = unproved(input);
  if (leave.size > 0) {
    // A module required for packages that the server lacks may well keep its version.
    const second = await attempt({ ...input, leave });
    if (second.report.verdict === 'loads') return { ...second, conflicts: [] };
  }
  if (!(await buildsToday(input))) return { ...first, conflicts: [] };
  const downgrade = await findDowngrade(first.demands, (edits) => attempt(input, edits), input.bench);
  if (downgrade && input.allowDowngrade) return { ...downgrade.settled, conflicts: [] };
  return { ...first, conflicts: conflictsOf(first, input.release, downgrade) };
}

/** What one set of edits came to. */
export type Attempt = Omit<Settled, 'conflicts'> & Pick<Held, 'demands' | 'failure'> & Proved;

async function attempt(input: SettleInput, edits: Parameters<typeof holdPins>[2] = []): Promise<Attempt> {
  const held = await holdPins(input, input.bench, edits);
  input.bench.write(held.files);
  // Tidying asks for more than building (tests of dependencies): what could not be tidied may still compile.
  return { ...held, ...(await input.prove(held.plan.facts, held.plan.report, input.bench)) };
}

/** Never leave a go.mod that does not build where the old one did. */
async function buildsToday({ facts, prove, release, releases }: SettleInput): Promise<boolean> {
  return (await prove(facts, judge(facts, release, releases))).built;
}

/** Shared modules that only their requirement speaks for. */
function unproved({ facts, release }: SettleInput): Set<string> {
  const { shared } = linkingOf(facts, release, buildTargets(facts, release));
  return new Set(shared.filter((s) => !isProved(s)).map((s) => s.module.path));
}
