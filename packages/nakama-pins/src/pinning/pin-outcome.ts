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
  /** Of `get`: the dependencies in the order in which they were asked for, up to the first that could not be added. */
  readonly got?: readonly {
    /** The dependency's module. */
    readonly module: string;
    /** `null` if none fits. */
    readonly version: string | null;
    /** The version that go.mod required before. */
    readonly before?: string;
    /** Why this version: the server links it, it was asked for, or it is the newest that fits. */
    readonly by: 'pin' | 'exact' | 'newest';
    /** The newest published version that go would take; `null` if that is not known. */
    readonly newest: string | null;
    /** The packages that were compiled with the plugin. */
    readonly packages: readonly string[];
    /** Whether the module's own source imports one of its packages. */
    readonly imported: boolean;
    /** What it asks for and does not get: excluded in go.mod, and compiled with the server's version. */
    readonly held: readonly {
      readonly module: string;
      /** The server's version. */
      readonly pin: string;
      readonly demanded: string;
      /** From the version of the dependency to the demand. */
      readonly chain: readonly string[];
    }[];
    /** Why the newer versions are not taken, newest first: versions in a row that ask for more of the same modules. */
    readonly newer: readonly {
      /** The newest. */
      readonly from: string;
      /** The oldest. */
      readonly to: string;
      readonly count: number;
      /** What the oldest asks for: the others ask for that or more. */
      readonly demands: readonly {
        /** The shared module; `go` for Go itself. */
        readonly module: string;
        /** The server's version. */
        readonly pin: string;
        readonly demanded: string;
        /** From the version of the dependency to the demand. */
        readonly chain: readonly string[];
      }[];
      /** The oldest releases after this one on which the newest and the oldest would fit; `null` if the catalog has none. */
      readonly fits: { readonly from: string | null; readonly to: string | null };
      /** What go said to the newest, or why nothing is known of them. */
      readonly why?: string;
      /** They could not be downloaded: whether they fit is not known. */
      readonly isUnread?: true;
    }[];
  }[];
}

/** A pin that can't be set, because what the plugin uses demands another version. */
export type Conflict = PinOutcome['conflicts'][number];
