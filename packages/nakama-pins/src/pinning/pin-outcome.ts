import type { FileChange } from '../edits/file-change';
import type { Outcome } from '../findings/outcome';

/** The outcome of pinning one module. Its verdict is about the files as they are afterwards. */
export interface PinOutcome extends Outcome {
  /** Sorted by file; empty if everything is in step. With conflicts, what was not written. */
  readonly changes: readonly FileChange[];
  /** Pins that can't be set: with one, nothing is written. */
  readonly conflicts: readonly {
    /** The shared module. */
    readonly module: string;
    /** The server's version. */
    readonly pin: string;
    /** The version that is demanded, if there is one. */
    readonly demanded?: string;
    /** From the plugin to the demand: `example.com/arena`, `github.com/acme/x@v1.2.0`, `go.uber.org/zap@v1.29.0`. */
    readonly chain: readonly string[];
    readonly message: string;
    /** The choices there are. */
    readonly fix: string;
  }[];
  /** Images that keep a tag which is not the release's, and why. */
  readonly left: readonly {
    readonly location: { readonly file: string; readonly line: number; readonly column: number };
    /** As it is written. */
    readonly image: string;
    readonly why: string;
  }[];
  /** Why the exact Go did not compile the result: then the verdict rests on the committed files alone. */
  readonly uncompiled?: { readonly why: string; readonly fix: string };
  /** Whether the changes stand in the files now. */
  readonly written: boolean;
}

/** A pin that can't be set, because what the plugin uses demands another version. */
export type Conflict = PinOutcome['conflicts'][number];
