import { writeFiles } from '../write-file';

/** Writes the two texts to the file in turn until it is killed; prints a line once both have been written. */
const [absPath, ...texts] = process.argv.slice(2) as [string, string, string];
for (let round = 0; ; round++) {
  for (const letter of texts) writeFiles([{ absPath, text: letter.repeat(1024 * 1024) }]);
  if (round === 0) process.stdout.write('ready\n');
}
