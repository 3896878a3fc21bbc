import type { Problem } from '../input/problem';
import type { Finding, Proof, Verdict } from './finding';

/** What a command came to for one module. */
export interface Outcome {
  /** Relative to the workspace root, `.` for the root. */
  readonly dir: string;
  /** The module path of go.mod; the folder where it has none. */
  readonly module: string;
  /** `null` where nothing names one. */
  readonly release: string | null;
  /** What was tried: findings may rest on less. */
  readonly proof: Proof;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What kept the module from being judged; its verdict is `unknown` then. */
  readonly problems: readonly Problem[];
  /** The command did for this module what it was asked to, and the verdict is `loads`. */
  readonly ok: boolean;
}

export type ModuleReport = Outcome;

/** The outcome of a module that bad input kept from being judged. */
export function unjudged(dir: string, proof: Proof, problems: readonly Problem[]): Outcome {
  return { dir, module: dir, release: null, proof, verdict: 'unknown', findings: [], problems, ok: false };
}
