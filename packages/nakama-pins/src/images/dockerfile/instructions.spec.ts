import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { instructionsOf } from './instructions';
import { pairsIn, wordsIn } from './words';

/** Keyword and place of each instruction, by a parser that is not ours. */
function byParser(text: string): string[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => {
      const { line, character } = instruction.getRange().start;
      return `${instruction.getKeyword()} ${line + 1}:${character + 1}`;
    });
}

function byUs(text: string): string[] {
  return instructionsOf(text).instructions.map(({ keyword, start }) => {
    const before = text.slice(0, start).split('\n');
    return `${keyword} ${before.length}:${(before.at(-1) ?? '').length + 1}`;
  });
}

const line = fc.constantFrom(
  'FROM golang:1 AS b',
  'from b',
  '  ARG V=1',
  'RUN go mod download',
  'RUN a && \\',
  'RUN b \\  ',
  '  -buildmode=plugin',
  'COPY . .',
  'ENV A=1 \\',
  'RUN cat <<EOF',
  'RUN cat <<-EOF > /x',
  "RUN cat <<'EOF'",
  'COPY <<EOF x',
  'EOF',
  '\tEOF',
  '# comment',
  '# comment \\',
  '#escape=`',
  'RUN a `',
  '',
);

describe('instructionsOf', () => {
  it('finds the instructions that another parser finds, at the same places', () => {
    const files = fc.tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'));
    fc.assert(
      fc.property(files, ([lines, end]) => {
        const text = lines.join(end) + end;
        expect(byUs(text)).toEqual(byParser(text));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('keeps the places of what is continued', () => {
    const text = 'FROM \\\n# why\n  two:2 \\\n  as x\n';
    const [from] = instructionsOf(text).instructions;
    expect(
      wordsIn(from?.text ?? '').map(({ text: word, start }) => [word, (from?.argumentsStart ?? 0) + start]),
    ).toEqual([
      ['two:2', text.indexOf('two')],
      ['as', text.indexOf('as x')],
      ['x', text.indexOf('x\n')],
    ]);
  });

  it.each([
    [
      'A=1 B="x y" C',
      [
        ['A', '1'],
        ['B', 'x y'],
        ['C', undefined],
      ],
    ],
    ['A some words ', [['A', 'some words']]],
    [
      String.raw`A='$x "y"' B=a\ b C="\"q\""`,
      [
        ['A', '$x "y"'],
        ['B', 'a b'],
        ['C', '"q"'],
      ],
    ],
    ['GOFLAGS="-trimpath -mod=mod"', [['GOFLAGS', '-trimpath -mod=mod']]],
  ])('reads the pairs of %j', (text, pairs) => {
    expect(pairsIn(text).map(({ name, value }) => [name, value])).toEqual(pairs);
  });
});
