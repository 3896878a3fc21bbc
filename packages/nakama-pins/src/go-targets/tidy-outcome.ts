import type { FileChange } from '../edits/file-change';
import type { Outcome } from '../findings/outcome';

/** The outcome of tidying one module. */
export interface TidyOutcome extends Outcome {
  /** The exact Go that tidied; `null` if none ran. */
  readonly go: string | null;
  /** What tidying changes in go.mod and go.sum; empty if both are tidy. */
  readonly changes: readonly FileChange[];
  /** Why Go would not tidy. */
  readonly failure?: {
    /** What go printed of it: at most four lines. */
    readonly lines: readonly string[];
    readonly fix: string;
  };
  /** If tidying brings errors that the module does not have today: those errors, and the verdict that follows. */
  readonly losses?: Outcome;
  /** After tidying, the module would no longer load, or that would be unknown: nothing is written. */
  readonly isWorse: boolean;
  /** Whether the changes stand in the files now. */
  readonly written: boolean;
}
