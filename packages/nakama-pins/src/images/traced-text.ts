import { lineStart, positionAt } from '../input/positions';
import type { Position } from '../input/problem';

/** A place in a file where a text is written literally, character by character. */
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
  /** Absent if it is not written so in any file: escaped, folded, from elsewhere. */
  readonly origin?: Origin;
  /** Whether it is text between variables (`-alpine` in `$GO-alpine`) and not a whole value. */
  readonly isGlue: boolean;
}

/** A text after substitution of variables, and where its pieces come from. */
export interface TracedText {
  readonly value: string;
  readonly pieces: readonly Piece[];
}

/** A text without variables. */
export function wholeText(value: string, origin?: Origin): TracedText {
  return { value, pieces: value === '' ? [] : [{ text: value, origin, isGlue: false }] };
}

/** The origin of a text that is at the offset, or after the quote there; undefined if it is not. */
export function originAt(file: string, source: string, offset: number, text: string): Origin | undefined {
  if (source.startsWith(text, offset)) return { file, source, offset };
  const quote = source.charAt(offset);
  const isQuoted = /["']/.test(quote) && source.startsWith(`${text}${quote}`, offset + 1);
  return isQuoted ? { file, source, offset: offset + 1 } : undefined;
}

/** The origin of the text some characters later. */
export function originBehind(origin: Origin | undefined, characters: number): Origin | undefined {
  return origin && { ...origin, offset: origin.offset + characters };
}

/** A byte order mark does not count as a column. */
export function positionOf({ source, offset }: Origin): Position {
  const { line, column } = positionAt(source, offset);
  return { line, column: line === 1 && source.startsWith('\uFEFF') ? column - 1 : column };
}

/** The offset of a place whose line and column count from 1; lines end in `\n`. */
export function offsetOf(source: string, { line, column }: Position): number {
  const mark = line === 1 && source.startsWith('\uFEFF') ? 1 : 0;
  return mark + lineStart(source, line) + column - 1;
}
