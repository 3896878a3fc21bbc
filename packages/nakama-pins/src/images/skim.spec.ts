import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { skimDockerfile } from './skim';

/** What readDockerfileImages reads, with the places. */
function bearing(text: string): string[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .filter((instruction) => !/^(?:COPY|ENV|WORKDIR|CMD)$/.test(instruction.getKeyword()))
    .filter((instruction) => instruction.getKeyword() !== 'RUN' || /buildmode/.test(instruction.toString()))
    .map((instruction) => JSON.stringify([instruction.toString(), instruction.getRange().start]));
}

const line = fc.constantFrom(
  'FROM golang:1 AS b',
  'from b',
  'ARG V=1',
  'RUN go mod download',
  'run go build -buildmode=plugin',
  'RUN a && \\',
  'RUN b \\  ',
  '  -buildmode=plugin',
  'COPY . .',
  '  copy a b',
  'COPY FROM /x',
  'COPY a \\',
  'ENV A=1 \\',
  'WORKDIR /x',
  'CMD ["a", "b"]',
  'RUN cat <<EOF',
  'COPY <<EOF x',
  'EOF',
  '# comment',
  '# comment \\',
  '#escape=`',
  'RUN a `',
  '',
);

describe('skimDockerfile', () => {
  it('changes nothing that the parser says of the instructions kept', () => {
    const files = fc.tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'));
    fc.assert(
      fc.property(files, ([lines, end]) => {
        const text = lines.join(end) + end;
        expect(bearing(skimDockerfile(text))).toEqual(bearing(text));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('empties what has no bearing', () => {
    expect(skimDockerfile('FROM a\nCOPY . .\n  workdir /x\nRUN go vet\nENV A=1 \\\n  B=2\n')).toBe(
      'FROM a\n\n\n\nENV A=1 \\\n  B=2\n',
    );
  });
});
