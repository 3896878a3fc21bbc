import type { Position, Problem } from './problem';

/** Orders the problems of one file by their places. */
export function byPosition(a: Problem, b: Problem): number {
  return (
    (a.position?.line ?? 0) - (b.position?.line ?? 0) || (a.position?.column ?? 0) - (b.position?.column ?? 0)
  );
}

/** The place of an offset (UTF-16 code units from 0) in a text. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (;;) {
    const lineBreak = text.indexOf('\n', lineStart);
    if (lineBreak < 0 || lineBreak >= offset) return { line, column: offset - lineStart + 1 };
    line++;
    lineStart = lineBreak + 1;
  }
}
