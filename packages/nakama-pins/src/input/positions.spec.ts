import { array, assert, constantFrom, nat, property, tuple } from 'fast-check';
import { lineStart, positionAt } from './positions';

const TEXT = array(constantFrom('a', '\n', '\r\n', 'é', '')).map((parts) => parts.join(''));

it('places are those that counting the line breaks before them gives, in whatever order texts are asked about', () => {
  assert(
    property(array(tuple(TEXT, nat(20)), { maxLength: 12 }), (questions) => {
      for (const [text, at] of [...questions, ...questions]) {
        const offset = Math.min(at, text.length);
        const lines = text.slice(0, offset).split('\n');
        const column = (lines.at(-1) ?? '').length + 1;
        expect(positionAt(text, offset)).toEqual({ line: lines.length, column });
        expect(lineStart(text, lines.length)).toBe(offset - column + 1);
        expect(lineStart(text, text.split('\n').length + 1)).toBe(text.length);
      }
    }),
  );
});
