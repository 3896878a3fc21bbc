import type { FindingLocation } from '../input/problem';
import type { About } from './define-finding';
import type { FindingData, FindingId } from './registry';

/** What a verdict rests on, weakest first. */
export type Proof = 'declared' | 'compiled' | 'artifact' | 'loaded';

export type Verdict = 'loads' | 'fails' | 'unknown';

/**
 * `error`: the server will refuse the plugin, or it can't be built for the server.
 * `undecided`: the proof at hand can't tell; the verdict is `unknown`.
 * `warning`: the plugin loads, but something near it is wrong or will be.
 */
export type Severity = 'error' | 'undecided' | 'warning';

/** One typed problem of a module. What it is about is said by name: `module`, `package`, `platform` … */
export interface Finding extends About {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly proof: Proof;
  /** Module folder relative to the workspace root, `.` for the root itself. */
  readonly dir: string;
  readonly location: FindingLocation;
  readonly expected?: string;
  readonly actual?: string;
  /** What is wrong and why, one sentence without a full stop. */
  readonly message: string;
  /** The exact edit or command. */
  readonly fix: string;
  readonly docsUrl: string;
}

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
