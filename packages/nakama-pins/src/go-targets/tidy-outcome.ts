import type { FileChange } from '../edits/file-change';
import type { Outcome } from '../findings/outcome';

/** What tidying one module came to. */
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
  /** Where tidied it has errors that it does not have as it stands: those, and the verdict that follows. */
  readonly losses?: Outcome;
  /** Tidied it would no longer load, or it would be unknown: it is not written. */
  readonly isWorse: boolean;
  /** Whether the changes stand in the files now. */
  readonly written: boolean;
}
