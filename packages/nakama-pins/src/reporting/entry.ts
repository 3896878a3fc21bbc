import type { Finding } from '../findings/finding';

/** What kind of thing an entry is. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly helpUri: string;
}

/** One thing to report, whatever it comes from: what other tools call a result, an issue or an annotation. */
export interface Entry {
  readonly rule: Rule;
  /** `problem`: something could not be judged; the others are those of findings. */
  readonly severity: 'problem' | Finding['severity'];
  /** Relative to the root of the report, with `/` separators; as it was given where it is no file of the workspace. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1, in UTF-16 code units. */
  readonly column: number;
  /** Acts on no terminal; may have several lines. */
  readonly message: string;
  readonly fix?: string;
  /** Same for the same thing after lines have moved, and another for each entry of a run. */
  readonly fingerprint: string;
}

/** An entry, and what stays of it when lines move. */
export interface Identified {
  readonly entry: Omit<Entry, 'fingerprint'>;
  readonly identity: readonly (string | undefined)[];
}
