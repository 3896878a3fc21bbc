import { positionAt } from '../input/positions';
import type { Position } from '../input/problem';

/** A place in a file: where a text stands literally, character by character. */
export interface Origin {
  readonly file: string;
  /** The file's whole text. */
  readonly source: string;
  /** UTF-16 code units from 0. */
  readonly offset: number;
}

/** A stretch of a text. */
export interface Piece {
  readonly text: string;
  /** Absent where it does not stand so in any file: escaped, folded, from elsewhere. */
  readonly origin?: Origin;
  /** Whether it stands between variables (`-alpine` in `$GO-alpine`), and is no whole value. */
  readonly isGlue: boolean;
}

/** A text that variables have gone into, and where its pieces come from. */
export interface TracedText {
  readonly value: string;
  readonly pieces: readonly Piece[];
}

/** A text without variables. */
export function wholeText(value: string, origin?: Origin): TracedText {
  return { value, pieces: value === '' ? [] : [{ text: value, origin, isGlue: false }] };
}

/** The origin of a text that stands at the offset, or behind the quote there; undefined where it does not. */
export function originAt(file: string, source: string, offset: number, text: string): Origin | undefined {
  if (source.startsWith(text, offset)) return { file, source, offset };
  const quote = source.charAt(offset);
  const isQuoted = /["']/.test(quote) && source.startsWith(`${text}${quote}`, offset + 1);
  return isQuoted ? { file, source, offset: offset + 1 } : undefined;
}

/** The origin of what stands some characters further on. */
export function originBehind(origin: Origin | undefined, characters: number): Origin | undefined {
  return origin && { ...origin, offset: origin.offset + characters };
}

/** A byte order mark is no column. */
export function positionOf({ source, offset }: Origin): Position {
  const mark = source.startsWith('\uFEFF') ? 1 : 0;
  return positionAt(source.slice(mark), offset - mark);
}

/** The offset of a place whose line and column count from 1, by the lines that end in `\n`. */
export function offsetOf(source: string, { line, column }: Position): number {
  let start = source.startsWith('\uFEFF') ? 1 : 0;
  for (let number = 1; number < line; number++) start = source.indexOf('\n', start) + 1;
  return start + column - 1;
}
