import { dirname, resolve } from 'node:path';
import { appendText, makeFolder, writeFiles } from '../input/write-file';
import type { Output } from './outputs';

/**
 * Writes the outputs that have a file, from the current folder, as a shell has it.
 *
 * @param textOf what a file of a format holds
 * @throws InputError if one can't be written
 */
export function writeReports(outputs: readonly Output[], textOf: (format: Output['format']) => string): void {
  for (const { format, file } of outputs) {
    if (file === undefined) continue;
    const absPath = resolve(file);
    makeFolder(dirname(absPath), dirname(file));
    writeFiles([{ absPath, displayPath: file, text: textOf(format) }]);
  }
}

/** Adds to the summary of the job where GitHub runs the command. @throws InputError if it can't be written */
export function addJobSummary(render: () => string): void {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file) appendText(file, `${render()}\n`);
}
