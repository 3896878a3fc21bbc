import type { Position, Problem } from './problem';

/** Orders the problems of one file by their places. */
export function byPosition(a: Problem, b: Problem): number {
  return (
    (a.position?.line ?? 0) - (b.position?.line ?? 0) || (a.position?.column ?? 0) - (b.position?.column ?? 0)
  );
}

/** The place of an offset (UTF-16 code units from 0) in a text. */
export function positionAt(text: string, offset: number): Position {
  return linesOf(text).positionAt(offset);
}

/** The offset of a line's first character; lines count from 1 and end in `\n`. The text's end if it has fewer lines. */
export function lineStart(text: string, line: number): number {
  return linesOf(text).startOf(line);
}

/** Where the lines of a text begin, found as far as it was asked for: a file with a fault in each line is read once. */
class Lines {
  private readonly starts = [0];
  private isWhole = false;

  constructor(public text: string) {}

  positionAt(offset: number): Position {
    while (!this.isWhole && this.last <= offset) this.findNext();
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startAt(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.startAt(low) + 1 };
  }

  startOf(line: number): number {
    while (!this.isWhole && this.starts.length < line) this.findNext();
    return this.starts[line - 1] ?? this.text.length;
  }

  private get last(): number {
    return this.startAt(this.starts.length - 1);
  }

  private startAt(index: number): number {
    return this.starts[index] ?? 0;
  }

  private findNext(): void {
    const lineBreak = this.text.indexOf('\n', this.last);
    if (lineBreak < 0) this.isWhole = true;
    else this.starts.push(lineBreak + 1);
  }
}

/** A compose file, its `.env` and the Dockerfile in it are asked about in turn. */
const KEPT = 4;

/** The texts that were asked about last, the last one first. */
const recent: Lines[] = [];

function linesOf(text: string): Lines {
  const index = recent.findIndex((known) => known.text === text);
  const lines = recent[index] ?? new Lines(text);
  // A file that was read twice is two texts, and to compare these takes long each time.
  lines.text = text;
  if (index !== 0) {
    if (index > 0) recent.splice(index, 1);
    recent.unshift(lines);
    recent.length = Math.min(recent.length, KEPT);
  }
  return lines;
}
