import type { Outcome } from '../findings/outcome';

/** The outcome of building one plugin module: `loads` if every platform was built and nothing is wrong. */
export interface BuildOutcome extends Outcome {
  /** Sorted by platform, then file; what was built before something failed is there, too. */
  readonly built: readonly {
    readonly platform: string;
    /** Relative to the workspace root. */
    readonly file: string;
    /** In bytes. */
    readonly size: number;
    /** Of its bytes, in hex: the same for everybody who builds the same sources. */
    readonly sha256: string;
    /** What CC was set to. */
    readonly cc: string;
  }[];
  /** What is not sure to do harm, in sentences without a full stop. */
  readonly warnings: readonly string[];
}

/** A `.so` that was built. */
export type BuiltPlugin = BuildOutcome['built'][number];
