/**
 * Says a step or a download. They depend on what the computer has already: no part of what is cached, and so not on
 * standard output.
 */
export function onProgressLine(line: string): void {
  process.stderr.write(`${line}\n`);
}
