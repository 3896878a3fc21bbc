/** A line of a server's log in JSON; it may have more fields. */
export interface LogEntry {
  /** `info`, `warn`, `error`, `fatal` */
  readonly level?: string;
  /** When, in UTC: `2026-11-29T12:30:45.840Z`. */
  readonly ts?: string;
  readonly msg?: string;
  readonly error?: string;
  readonly path?: string;
  readonly name?: string;
  /** What is registered. */
  readonly id?: string;
  readonly [field: string]: unknown;
}

/** Reads a line that a server printed; undefined if it is none of its log. */
export function logEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return undefined;
  }
}
