import type { ModFiles, Workbench } from '../../edits/workbench';
import type { Outcome } from '../../findings/outcome';
import type { GoFailure } from '../../toolchain/go-failure';
import type { Proved } from '../../verify/prover';
import type { PluginFacts } from '../../workspace/facts';
import type { Conflict } from '../pin-outcome';
import type { PinPlan } from '../plan-pins';

/** Compiles the module, with the mod files of the workbench or its own, and compares it with the server. */
export type Prove = (facts: PluginFacts, declared: Outcome, bench?: Workbench) => Promise<Proved>;

/** A version above the release's that something in the module graph demands. */
export interface Demand {
  /** The shared module. */
  readonly module: string;
  /** The server's version. */
  readonly pin: string;
  readonly version: string;
  /** From the plugin to the demand, both included. */
  readonly chain: readonly string[];
}

/** Mod files that hold the pins, tidied by Go, and what had to be excluded for it; or why Go would not tidy them. */
export interface Held {
  readonly plan: PinPlan;
  readonly files: ModFiles;
  readonly demands: readonly Demand[];
  /** Those of the demands that were not to be held off; then nothing was compiled. */
  readonly refused?: readonly Demand[];
  readonly failure?: GoFailure;
}

/** The result of one set of edits. */
export type Attempt = Omit<Settled, 'conflicts'> & Pick<Held, 'demands' | 'refused' | 'failure'> & Proved;

/** Mod files that hold the pins, and what they are worth. With conflicts they are not to be written. */
export interface Settled {
  readonly plan: PinPlan;
  readonly files: ModFiles;
  readonly report: Outcome;
  readonly conflicts: readonly Conflict[];
  /** Why Go would not compile it. */
  readonly compileFailure?: GoFailure;
}

/** An older version of a direct dependency with which the pins hold. */
export interface Downgrade {
  readonly path: string;
  readonly version: string;
  readonly settled: Attempt;
}
