import type { VersionDemand } from '../../demands/demands-in';
import type { Workbench } from '../../edits/workbench';
import { compareVersions } from '../../go-module/module-version';
import { isNoProof } from '../../toolchain/go-failure';
import type { ReadyGo } from '../../toolchain/tools';
import { whyNoProof } from '../../verify/go-failure-drafts';
import type { Prover } from '../../verify/prover';
import type { PluginReader } from '../../workspace/read-plugin';
import type { Conflict } from '../pin-outcome';
import { type PinPlanInput, planPins } from '../plan-pins';
import { conflictsOf, newerGoConflicts } from '../settle/conflicts';
import { tryPins } from '../settle/settle';
import type { Attempt, Demand } from '../settle/settled';
import { benchFor, settleInput } from '../settled-files';
import { type Addition, withAdditions } from './adding';

/** What a plugin is compiled with. */
export interface Trying {
  /** The module as its files are. */
  readonly input: PinPlanInput;
  readonly toolchain: ReadyGo;
  readonly prover: Prover;
  readonly reader: PluginReader;
}

/** A plugin with dependencies added, compiled. */
export interface Tried {
  readonly additions: readonly Addition[];
  readonly attempt: Attempt;
  readonly bench: Workbench;
  /** What the last of the additions asks for and does not get. */
  readonly held: readonly VersionDemand[];
  /** Why it does not fit; undefined if it does. */
  readonly why?: readonly Conflict[];
}

/**
 * Compiles the plugin with dependencies added, and the pins held.
 *
 * @param holdOff whether what the last one asks for above the pins may be excluded
 */
export async function tryAdditions(
  { input, toolchain, prover, reader }: Trying,
  additions: readonly Addition[],
  { holdOff }: { readonly holdOff: boolean },
): Promise<Tried> {
  const last = additions.at(-1);
  const node = last && `${last.module}@${last.version}`;
  const isOwn = ({ chain }: Demand): boolean => node !== undefined && chain.includes(node);
  const added = withAdditions(input, additions);
  const files = added.text === undefined ? [] : [[reader.folders.absolute(added.file), added.text] as const];
  const bench = benchFor(added.input, toolchain, prover, reader, new Map(files));
  try {
    const attempt = await tryPins({
      ...settleInput(added.input, bench, prover, reader),
      allowDowngrade: false,
      isRefused: (demand) => !holdOff && isOwn(demand),
    });
    const held = highestOfEach(attempt.demands.filter(isOwn)).map(({ module, pin, version, chain }) => ({
      module,
      pin,
      demanded: version,
      chain: chain.slice(chain.indexOf(node ?? '')),
    }));
    const why = whyNot(attempt, additions, input);
    return { additions, attempt, bench, held, ...(why && { why }) };
  } catch (error) {
    bench.remove();
    throw error;
  }
}

function whyNot(
  attempt: Attempt,
  additions: readonly Addition[],
  input: PinPlanInput,
): readonly Conflict[] | undefined {
  const { release } = input;
  const failure = attempt.failure ?? attempt.compileFailure;
  if (attempt.refused)
    return highestOfEach(attempt.refused).map(({ module, pin, version, chain }) => ({
      module,
      pin,
      demanded: version,
      chain,
      message: `${chain.join(' → ')}: Nakama ${release.version} links ${module} ${pin}`,
      fix: `move to a release that links ${module} ${version} (npx nakama-pins releases find ${module} --all)`,
    }));
  const lifted = liftedBy(attempt, additions);
  if (lifted) return [lifted];
  if (attempt.built && !hasNewErrors(attempt, input)) return undefined;
  if (failure && isNoProof(failure)) {
    const module = additions.at(-1)?.module ?? '';
    return [{ module, pin: '', chain: [module], message: whyNoProof(failure), fix: failure.fix }];
  }
  const newerGo = newerGoConflicts(attempt, release);
  if (newerGo.length > 0) return newerGo;
  if (!attempt.built) return conflictsOf(attempt, release, undefined);
  return newErrors(attempt, input).map(({ module = '', message, fix = '' }) => ({
    module,
    pin: '',
    chain: [module],
    message,
    fix,
  }));
}

/** A module may be asked for at several versions, by several ways: the highest says it all. */
function highestOfEach(demands: readonly Demand[]): Demand[] {
  const highest = new Map<string, Demand>();
  for (const demand of demands) {
    const other = highest.get(demand.module);
    if (!other || compareVersions(demand.version, other.version) > 0) highest.set(demand.module, demand);
  }
  return [...highest.values()];
}

/** Another requirement asks for a newer version of what is added: go would take that. */
function liftedBy({ plan }: Attempt, additions: readonly Addition[]): Conflict | undefined {
  for (const { module, version } of additions) {
    const selected = plan.facts.goMod.require.find(({ path }) => path === module)?.version;
    if (selected === undefined || selected === version) continue;
    return {
      module,
      pin: '',
      demanded: selected,
      chain: [module],
      message: `another requirement of the plugin asks for ${module} ${selected}`,
      fix: `take that version, or an older one of what asks for it: go mod why -m ${module}`,
    };
  }
  return undefined;
}

function hasNewErrors(attempt: Attempt, input: PinPlanInput): boolean {
  return newErrors(attempt, input).length > 0;
}

/** What was wrong with the plugin before is not the dependency's. */
function newErrors({ report }: Attempt, input: PinPlanInput): Attempt['report']['findings'] {
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [];
  const before = planPins(input).report.findings.map(({ id, message }) => `${id} ${message}`);
  return errors.filter(({ id, message }) => !before.includes(`${id} ${message}`));
}
