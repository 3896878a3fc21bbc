/** Changes to whole lines of a text; lines are numbered from 1. */
export interface LineEdits {
  readonly removed: ReadonlySet<number>;
  /** New content of lines, without the line break (`\n`). */
  readonly replaced: ReadonlyMap<number, string>;
  /** New lines below a line (0: at the top), without line breaks. */
  readonly inserted: ReadonlyMap<number, readonly string[]>;
}

/** The lines of a text without their line breaks (`\n`); a final line break does not begin another line. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * Applies the changes. All other lines stay byte for byte; new ones end as the text's first line does. If the text
 * ends without a line break, so does the result.
 */
export function editLines(text: string, { removed, replaced, inserted }: LineEdits): string {
  if (removed.size + replaced.size + inserted.size === 0) return text;
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? '\n';
  const endsBroken = text === '' || text.endsWith('\n');
  const lines = linesOf(text);
  const result: string[] = [];
  const insertBelow = (number: number): void => {
    for (const line of inserted.get(number) ?? []) result.push(line + lineBreak);
  };
  insertBelow(0);
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    const isUnbroken = number === lines.length && !endsBroken;
    if (!removed.has(number)) result.push((replaced.get(number) ?? line) + (isUnbroken ? lineBreak : '\n'));
    insertBelow(number);
  }
  const edited = result.join('');
  if (endsBroken) return edited;
  return edited.slice(0, edited.endsWith(lineBreak) ? -lineBreak.length : -1);
}
