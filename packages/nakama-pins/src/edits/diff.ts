import { createTwoFilesPatch } from 'diff';
import type { FileChange } from './file-change';

/** As `git diff` shows it; a new or removed file is compared with `/dev/null`. */
export function renderDiff({ file, before, after }: FileChange): string {
  const from = before === undefined ? '/dev/null' : `a/${file}`;
  const to = after === undefined ? '/dev/null' : `b/${file}`;
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
  });
  // The first line is a row of `=` that git does not print.
  return patch.slice(patch.indexOf('\n') + 1).replace(/\n$/, '');
}
