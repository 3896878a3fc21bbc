import type { GoFailureKind } from '../toolchain/go-failure';

/** What a finding is about, by name. */
export interface About {
  /** The path of a Go module. */
  readonly module?: string;
  /** An import path. */
  readonly package?: string;
  /** GOOS/GOARCH. */
  readonly platform?: string;
  /** A Docker image, as the file writes it. */
  readonly image?: string;
  /** Of go.mod or go.work: `go`, `toolchain`, `tool` … */
  readonly directive?: string;
  /** Of `go build`. */
  readonly flag?: string;
  /** A C library. */
  readonly library?: string;
}

/** What is said of a finding. */
export interface Words extends About {
  readonly expected?: string;
  readonly actual?: string;
  /** What is wrong and why, one sentence without a full stop. */
  readonly message: string;
  /** The exact edit or command. */
  readonly fix: string;
}

/** Where a finding is: its fix is a command for that file or folder. */
export interface Place {
  /** The module's folder, relative to the workspace root. */
  readonly dir: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export type AboutKind = 'file' | 'module' | 'package' | 'platform';

/** A finding about a module names it, and so on. */
type Named<Kind extends AboutKind> = Kind extends keyof About ? { readonly [Name in Kind]: string } : unknown;

/** What gives an answer to a finding, besides another verdict of the same proof. */
export interface Settling {
  /**
   * Compiling, and comparing fingerprints: it vanishes, or the comparison finds it again. `errors`: a warning is of what
   * a later change would do, and stays.
   */
  readonly compiling: 'settles' | 'settles errors' | 'leaves';
  /** `pin` fixes it, unless there is a conflict. */
  readonly pinning: boolean;
  /**
   * A build `repeats` what Go would not notice, `works around` what stops a plain `go build`, and is `silent` about
   * what the built file itself shows.
   */
  readonly building: 'repeats' | 'works around' | 'silent';
}

/** One kind of finding: all that there is to say about it in general, and its words for one case. */
export interface FindingKind<Data, Kind extends AboutKind = AboutKind, ByCheck extends boolean = boolean> {
  readonly title: string;
  readonly about: Kind;
  /** A check of the committed files finds it; others are found by compiling, in built files or by a server. */
  readonly byCheck: ByCheck;
  readonly settledBy: Settling;
  /** What go says when it meets the same: compiling then adds nothing to the finding. */
  readonly goSays?: readonly GoFailureKind[];
  readonly words: (data: Data, place: Place) => Words & Named<Kind>;
}

/** A finding is one file that calls this; `registry.ts` lists it, and docs/findings describes it. */
export function defineFinding<Data, const Kind extends AboutKind, const ByCheck extends boolean>(
  kind: FindingKind<Data, Kind, ByCheck>,
): FindingKind<Data, Kind, ByCheck> {
  return kind;
}

/** Of findings that no other proof answers. */
export const STAYS: Settling = { compiling: 'leaves', pinning: false, building: 'silent' };
