import type { Workbench } from '../../edits/workbench';
import type { GoModEdit } from '../../go-module/edit/go-mod-edit';
import type { ModuleImports } from '../../go-module/import-list';
import { isProved, linkingOf } from '../../linking/linking';
import type { Release } from '../../releases/release-model';
import { isNoProof } from '../../toolchain/go-failure';
import { buildTargets, judge } from '../../verify/judge';
import type { PluginFacts } from '../../workspace/facts';
import type { PinPlanInput } from '../plan-pins';
import { conflictsOf, newerGoConflicts } from './conflicts';
import { findDowngrade } from './downgrade';
import { holdPins, replan } from './hold-pins';
import type { Attempt, Demand, Prove, Settled } from './settled';

export interface SettleInput extends PinPlanInput {
  readonly bench: Workbench;
  readonly prove: Prove;
  /** What the packages that the module links and the server lacks import, with the mod files of the workbench. */
  readonly importsOf: (facts: PluginFacts, bench: Workbench) => Promise<readonly ModuleImports[] | undefined>;
  /** Take an older version of a direct dependency if the pins hold only with it. */
  readonly allowDowngrade: boolean;
  /** Whether a demand is not to be held off; none by default. */
  readonly isRefused?: (demand: Demand) => boolean;
}

/** Each round may bring packages in sight that the last one's versions did not import. */
const MAX_ROUNDS = 4;

/**
 * Brings planned pins to rest with the exact Go: `go mod tidy`, excludes for what others demand, and a compilation
 * that is compared with the server. Modules that the plugin only requires keep their version where Go shows that no
 * package is shared. Where that does not compile, the dependency that demands more is named, and the newest version of it
 * that does not.
 */
export async function settle(input: SettleInput): Promise<Settled> {
  const first = await tryPins(input);
  // Nothing is known of the plugin then.
  if (first.compileFailure && isNoProof(first.compileFailure)) return { ...first, conflicts: [] };
  if (first.built) return { ...first, conflicts: [] };
  const newerGo = newerGoConflicts(first, input.release);
  if (newerGo.length > 0) return { ...first, conflicts: newerGo };
  if (!(await buildsToday(input))) return { ...first, conflicts: [] };
  const downgrade = await findDowngrade(first.demands, (edits) => attempt(input, edits), input.bench);
  if (downgrade && input.allowDowngrade) return { ...downgrade.settled, conflicts: [] };
  return { ...first, conflicts: conflictsOf(first, input.release, downgrade) };
}

/** The pins at rest, and whether the plugin compiles with them; why it does not is not looked for. */
export async function tryPins(input: SettleInput): Promise<Attempt> {
  const first = await firstAttempt(input);
  if (first.refused || (first.compileFailure && isNoProof(first.compileFailure))) return first;
  const apart = first.report.verdict === 'loads' ? [] : splitOff(first.plan.facts, input.release);
  if (apart.length === 0) return first;
  const second = await attempt(input, apart);
  return second.report.verdict === 'loads' ? second : first;
}

/** Modules that only their requirement speaks for keep their version; if it does not load so, they are pinned too. */
async function firstAttempt(input: SettleInput): Promise<Attempt> {
  const gentle = await attempt({ ...input, leaveUnproved: true });
  const { plan, report, built, compileFailure, refused } = gentle;
  const isUnknown = compileFailure !== undefined && isNoProof(compileFailure);
  if (refused || isUnknown || report.verdict === 'loads' || !hasUnproved(plan.facts, input.release))
    return gentle;
  const full = await attempt(input);
  return full.report.verdict === 'loads' || !built ? full : gentle;
}

async function attempt(input: SettleInput, edits: Parameters<typeof holdPins>[2] = []): Promise<Attempt> {
  const { bench, importsOf, prove, isRefused } = input;
  let held = await holdPins(input, bench, edits, isRefused);
  for (
    let round = 0;
    round < MAX_ROUNDS && !held.failure && !held.refused && !isExact(held.plan.facts, input.release);
    round++
  ) {
    bench.write(held.files);
    const imports = await importsOf(held.plan.facts, bench);
    if (imports === undefined) break;
    const known = { ...input, facts: { ...input.facts, imports } };
    const next = replan(known, held);
    const isSettled = next.files.goMod === held.files.goMod && next.files.goSum === held.files.goSum;
    held = isSettled ? next : await holdPins(known, bench, edits, isRefused);
    if (isSettled) break;
  }
  if (held.refused) return { ...held, report: held.plan.report, built: false, compiled: new Map() };
  bench.write(held.files);
  // Tidying asks for more than building (tests of dependencies): what could not be tidied may still compile.
  return { ...held, ...(await prove(held.plan.facts, held.plan.report, bench)) };
}

/** Whether all packages that the plugin links are known. */
function isExact(facts: PluginFacts, release: Release): boolean {
  return linkingOf(facts, release, buildTargets(facts, release)).closure.exact;
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

/** Whether only its requirement speaks for a shared module. */
function hasUnproved(facts: PluginFacts, release: Release): boolean {
  const { shared } = linkingOf(facts, release, buildTargets(facts, release));
  return !shared.every(isProved);
}
