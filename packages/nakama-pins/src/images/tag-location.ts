import type { TagLocation } from './image-use';
import { originBehind, type Piece, positionOf } from './traced-text';

/**
 * Where the tag at the end of a reference can be replaced: the place of the one value in it. The tag begins at an offset
 * of the reference's pieces. Undefined if it has several values (`${MAJOR}.${MINOR}`), or if the value is not written
 * literally in any file.
 */
export function tagLocationIn(pieces: readonly Piece[], start: number): TagLocation | undefined {
  const inTag = piecesBehind(pieces, start);
  const values = inTag.length === 1 ? inTag : inTag.filter(({ isGlue }) => !isGlue);
  const [value, another] = values;
  if (!value?.origin || another) return undefined;
  const index = inTag.indexOf(value);
  const { file, offset } = value.origin;
  return {
    file,
    position: positionOf(value.origin),
    start: offset,
    end: offset + value.text.length,
    before: textOf(inTag.slice(0, index)),
    after: textOf(inTag.slice(index + 1)),
  };
}

/** The pieces from the offset on, the first without the text before it. */
function piecesBehind(pieces: readonly Piece[], start: number): Piece[] {
  let at = 0;
  return pieces.flatMap((piece) => {
    const skip = Math.max(0, start - at);
    at += piece.text.length;
    if (skip >= piece.text.length) return [];
    return [{ ...piece, text: piece.text.slice(skip), origin: originBehind(piece.origin, skip) }];
  });
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
