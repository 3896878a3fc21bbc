import type { FindingLocation } from '../input/problem';
import type { FindingId } from './registry';

/** What a verdict rests on, weakest first. */
export type Proof = 'declared' | 'compiled' | 'artifact' | 'loaded';

export type Verdict = 'loads' | 'fails' | 'unknown';

/**
 * `error`: the server will refuse the plugin, or it can't be built for the server.
 * `undecided`: the proof at hand can't tell; the verdict is `unknown`.
 * `warning`: the plugin loads, but something near it is wrong or will be.
 */
export type Severity = 'error' | 'undecided' | 'warning';

/** One typed problem. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly proof: Proof;
  /** Module folder relative to the workspace root, `.` for the root itself. */
  readonly dir: string;
  readonly location: FindingLocation;
  /** What it is about: a module path, an image, a directive. */
  readonly subject: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly message: string;
  /** The exact edit or command that mends it. */
  readonly fix: string;
  readonly docsUrl: string;
}
