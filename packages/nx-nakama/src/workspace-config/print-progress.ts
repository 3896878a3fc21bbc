import type { ProgressEvent } from 'nakama-pins';
import { printable } from 'nakama-pins/detect';

/** Steps and downloads depend on what the computer has already: they are no part of a result, and go to standard error. */
export function printProgress(event: ProgressEvent): void {
  const line = event.kind === 'line' ? event.text : event.kind === 'fetch' ? event.says : undefined;
  if (line !== undefined) process.stderr.write(`${printable(line)}\n`);
}
