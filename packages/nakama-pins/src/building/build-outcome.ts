import type { ModuleReport } from '../findings/finding';
import type { Platform } from '../releases/release-model';

/** A `.so` that was built. */
export interface BuiltPlugin {
  readonly platform: Platform;
  /** Relative to the workspace root. */
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  /** Of its bytes, in hex: the same for everybody who builds the same sources. */
  readonly sha256: string;
  /** What CC was set to. */
  readonly cc: string;
}

/** What building one plugin module came to. */
export interface BuildOutcome {
  /** Relative to the workspace root. */
  readonly dir: string;
  readonly module: string;
  readonly release: string;
  /** Sorted by platform, then file; what was built before something failed is there, too. */
  readonly built: readonly BuiltPlugin[];
  /** `loads` where every platform was built and nothing in the `.so` speaks against it. */
  readonly report: ModuleReport;
  /** What is not sure to do harm, in sentences without a full stop. */
  readonly warnings: readonly string[];
}
