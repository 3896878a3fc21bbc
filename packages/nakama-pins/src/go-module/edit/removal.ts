import type { ModBlock, ModLine, ModSyntax } from '../mod-syntax';

/**
 * The numbers of the lines that are removed with the dropped ones: comment lines directly above (but for a replace, whose
 * comment often says why something was decided), the parentheses of a block that is now empty (with its comments, but
 * for those of replaces), and one of two empty lines that would meet.
 *
 * @param lines of the whole file
 */
export function removalOf(
  syntax: ModSyntax,
  lines: readonly string[],
  dropped: ReadonlySet<ModLine>,
): ReadonlySet<number> {
  const removed = new Set<number>();
  if (dropped.size === 0) return removed;
  const edges: Edges = { openings: new Set(), closings: new Set() };
  for (const statement of syntax.statements) {
    if (statement.kind === 'line') {
      const isReplace = statement.tokens[0]?.text === REPLACE;
      if (dropped.has(statement)) remove(removed, lines, statement.number, statement.number, isReplace);
    } else if (statement.kind === 'block') {
      edges.openings.add(statement.number);
      edges.closings.add(statement.closeNumber);
      const isReplace = statement.tokens[0]?.text === REPLACE;
      if (isEmptied(statement, dropped)) {
        remove(removed, lines, statement.number, statement.closeNumber, isReplace);
      } else {
        const gone = statement.lines.filter((line) => dropped.has(line));
        for (const { number } of gone) remove(removed, lines, number, number, isReplace);
      }
    }
  }
  closeGaps(removed, lines, edges);
  return removed;
}

/** Whether the block had lines and has lost them all. */
export function isEmptied(block: ModBlock, dropped: ReadonlySet<ModLine>): boolean {
  return block.lines.length > 0 && block.lines.every((line) => dropped.has(line));
}

function remove(
  removed: Set<number>,
  lines: readonly string[],
  first: number,
  last: number,
  keepsComments: boolean,
): void {
  const isComment = (number: number) => lines[number - 1]?.trimStart().startsWith('//') ?? false;
  let start = first;
  while (!keepsComments && isComment(start - 1)) start--;
  for (let number = start; number <= last; number++) {
    if (!keepsComments || !isComment(number)) removed.add(number);
  }
}

const REPLACE = 'replace';

/** The lines of the parentheses of blocks. */
interface Edges {
  readonly openings: Set<number>;
  readonly closings: Set<number>;
}

/** If the removed lines were between empty lines (or an edge of the file or block), one empty line goes too. */
function closeGaps(removed: Set<number>, lines: readonly string[], { openings, closings }: Edges): void {
  const isBlank = (number: number) => lines[number - 1]?.trim() === '';
  const isTop = (number: number) => number < 1 || openings.has(number);
  const isBottom = (number: number) => number > lines.length || closings.has(number);
  for (const number of [...removed].sort((a, b) => a - b)) {
    if (removed.has(number + 1)) continue;
    let above = number;
    while (removed.has(above)) above--;
    const below = number + 1;
    if (isBlank(below) && (isBlank(above) || isTop(above))) removed.add(below);
    else if (isBlank(above) && isBottom(below)) removed.add(above);
  }
}
