import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import glob from 'fast-glob';
import { parseGoSum } from '../go-sum-file';
import { problemsOf } from '../testing/problems';
import { REPO_ROOT } from '../testing/run-go';
import { addGoSumLines, type NewGoSumLine } from './go-sum-edit';

const line = (version: string, goModOnly = false, hash = 'h1:new='): NewGoSumLine => ({
  path: 'b',
  version,
  goModOnly,
  hash,
});

const add = (text: string, ...lines: NewGoSumLine[]) => addGoSumLines(text, lines, 'go.sum');

describe('addGoSumLines', () => {
  it('puts each line where go would', () => {
    const text = 'a v1.0.0 h1:a=\nb v1.9.0 h1:b=\nb v1.11.0/go.mod h1:b=\nc v1.0.0 h1:c=\n';
    expect(add(text, line('v1.11.0'), line('v1.10.0', true), line('v1.10.0'))).toBe(
      'a v1.0.0 h1:a=\nb v1.9.0 h1:b=\nb v1.10.0 h1:new=\nb v1.10.0/go.mod h1:new=\nb v1.11.0 h1:new=\nb v1.11.0/go.mod h1:b=\nc v1.0.0 h1:c=\n',
    );
    expect(add('', line('v1.0.0', true), line('v1.0.0'))).toBe('b v1.0.0 h1:new=\nb v1.0.0/go.mod h1:new=\n');
  });

  it('adds no line twice, and changes nothing where none is missing', () => {
    const text = 'b   v1.0.0\th1:new=\r\n\r\nb v1.0.0/go.mod h1:new=';
    expect(add(text, line('v1.0.0'), line('v1.0.0', true))).toBe(text);
    expect(add('', line('v1.0.0'), line('v1.0.0'))).toBe('b v1.0.0 h1:new=\n');
  });

  it('keeps CRLF, odd lines and a missing final line break', () => {
    expect(add('c  v1.0.0 h1:c=\r\n\r\na v1.0.0 h1:a=', line('v1.0.0'))).toBe(
      'c  v1.0.0 h1:c=\r\n\r\na v1.0.0 h1:a=\r\nb v1.0.0 h1:new=',
    );
  });

  it('refuses another hash for the same module, with its place', () => {
    expect(problemsOf(() => add('a v1.0.0 h1:a=\nb v1.0.0/go.mod h1:b=\n', line('v1.0.0', true)))).toEqual([
      expect.stringMatching(
        /^go\.sum:2:17: two hashes for b v1\.0\.0\/go\.mod: .*\(expected h1:new=, found h1:b=\)\n {2}fix: /,
      ),
    ]);
    expect(problemsOf(() => add('', line('v1.0.0'), line('v1.0.0', false, 'h1:other=')))).toHaveLength(1);
  });

  it('does not take a hash that Go does not know for one', () => {
    expect(add('b v1.0.0 h2:b=\n', line('v1.0.0'))).toBe('b v1.0.0 h2:b=\nb v1.0.0 h1:new=\n');
  });

  const files = glob.sync('**/go.sum', { cwd: path.join(REPO_ROOT, '../shared/corpus'), absolute: true });
  if (files.length === 0) process.stderr.write('SKIPPED: ../shared/corpus is not here\n');
  (files.length > 0 ? it : it.skip)(
    'gives a go.sum that go wrote back when some of its lines are lost',
    () => {
      const losses = fc.constantFrom(...files).chain((file) => {
        const text = readFileSync(file, 'utf8');
        const { lines } = parseGoSum(text, 'go.sum');
        // One line stays, because it shows how lines end: one of the files has CRLF.
        const maxLength = Math.max(0, lines.length - 1);
        return fc.tuple(fc.constant(text), fc.shuffledSubarray([...lines], { maxLength }));
      });
      fc.assert(
        fc.property(losses, ([text, lost]) => {
          const numbers = new Set(lost.map(({ position }) => position.line));
          const rest = text.split('\n').filter((_, index) => !numbers.has(index + 1));
          expect(addGoSumLines(rest.join('\n'), lost, 'go.sum')).toBe(text);
        }),
        { numRuns: 1000 },
      );
    },
  );
});
