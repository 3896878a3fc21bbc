import type { RefusalReason } from '../loading/refusal-rules';

/** Besides why a server does not open a plugin: why one that it opened does not start. */
export type ExplainedReason =
  | RefusalReason
  | 'init-error'
  | 'init-panic'
  | 'opened-by-plugin'
  | 'no-builder-package';

/** What one error of a log means. */
export interface Explanation {
  readonly reason: ExplainedReason;
  /** The first line that says it, from 1. */
  readonly line: number;
  /** How many lines say it. */
  readonly count: number;
  /** The log's own words, in one line. */
  readonly says: string;
  /** The plugin that it names: a path, or a name without `.so`. */
  readonly plugin?: string;
  readonly package?: string;
  /** The module of the package; undefined for the standard library, and where it is not known. */
  readonly module?: string;
  /** A C library, or a version of glibc. */
  readonly library?: string;
  /** What is sure, one sentence without a full stop. */
  readonly means: string;
  /** What is likely besides, each a sentence without a full stop; nothing is made up where there is none. */
  readonly likely: readonly string[];
  readonly fix: string;
}
