import type { FindingLocation } from '../input/problem';
import type { FindingData, FindingId } from './registry';

/** One typed problem of a module. What it is about is said by name: `module`, `package`, `platform` … */
export interface Finding {
  readonly id: FindingId;
  /**
   * `error`: the server will refuse the plugin, or it can't be built for the server.
   * `undecided`: the proof at hand can't tell; the verdict is `unknown`.
   * `warning`: the plugin loads, but something near it is wrong or will be.
   */
  readonly severity: 'error' | 'undecided' | 'warning';
  /** What it rests on, weakest first. */
  readonly proof: 'declared' | 'compiled' | 'artifact' | 'loaded' | 'started';
  /** Module folder relative to the workspace root, `.` for the root itself. */
  readonly dir: string;
  readonly location: {
    /** Relative to the workspace root, with `/` separators. */
    readonly file: string;
    /** Counts from 1. */
    readonly line: number;
    /** Counts from 1, in UTF-16 code units. */
    readonly column: number;
  };
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
  readonly expected?: string;
  readonly actual?: string;
  /** What is wrong and why, one sentence without a full stop. */
  readonly message: string;
  /** The exact edit or command. */
  readonly fix: string;
  readonly docsUrl: string;
  /** Of the last of very many findings: how many more there are, and are not listed. */
  readonly more?: number;
}

export type Severity = Finding['severity'];

/** What a verdict rests on. */
export type Proof = Finding['proof'];

/** What is found, before it has its words. */
export interface Found<Id extends FindingId> {
  readonly severity: Severity;
  readonly location: FindingLocation;
  readonly data: FindingData<Id>;
}

/** A finding of any kind before it has its words: the data belong to the id. */
export type Draft<Ids extends FindingId = FindingId> = {
  [Id in Ids]: Found<Id> & { readonly id: Id };
}[Ids];

/** A draft before it has its place. */
export type UnplacedDraft = {
  [Id in FindingId]: Omit<Found<Id>, 'location'> & { readonly id: Id };
}[FindingId];
