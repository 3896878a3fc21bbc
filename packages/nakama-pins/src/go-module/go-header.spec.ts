import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { InputError } from '../input/problem';
import { parseGoHeader, readGoHeader } from './go-header';
import { problemsOf } from './testing/problems';

describe('parseGoHeader', () => {
  it('gives package, imports and their places', () => {
    const text =
      '\uFEFF// x\n\npackage main; import "a"\nimport (\n\tn "b"\r\n\t_ `c`; . "d"\n)\nvar x = "import"\n';
    expect(parseGoHeader(text, 'x.go')).toEqual({
      packageName: 'main',
      packagePosition: { line: 3, column: 1 },
      imports: [
        { path: 'a', name: undefined, position: { line: 3, column: 22 } },
        { path: 'b', name: 'n', position: { line: 5, column: 2 } },
        { path: 'c', name: '_', position: { line: 6, column: 2 } },
        { path: 'd', name: '.', position: { line: 6, column: 9 } },
      ],
    });
  });

  it('keeps the build constraint as data', () => {
    expect(parseGoHeader('//go:build !a && (b || c)\n\npackage p\n', 'x.go').constraint).toEqual({
      kind: 'and',
      left: { kind: 'not', operand: { kind: 'tag', tag: 'a' } },
      right: { kind: 'or', left: { kind: 'tag', tag: 'b' }, right: { kind: 'tag', tag: 'c' } },
    });
  });

  it.each([
    [
      'package p import "a"\n',
      'x.go:1:11: the file header is not Go (expected ";" or a new line, found import)',
    ],
    [
      '\n\npackage\n',
      'x.go:4:1: the file header is not Go (expected a package name, found the end of the file)',
    ],
    ['package p\nimport "a b"\n', 'x.go:2:8: "a b" is not an import path'],
    ['package p\n/* x', 'x.go:2:1: the comment does not end'],
    [
      '// x\n//go:build a && &\npackage p\n',
      'x.go:2:17: the build constraint can\'t be read: "&" is not allowed here',
    ],
    ['//go:build a\n//go:build b\npackage p\n', 'x.go:2:1: a second //go:build line'],
  ])('locates what is wrong in %j', (text, expected) => {
    expect(problemsOf(() => parseGoHeader(text, 'x.go'))[0]).toContain(expected);
  });

  it('fails on bad text in no other way than by InputError', () => {
    const word = fc.constantFrom(
      'package',
      'p',
      'import',
      '"a"',
      '(',
      ')',
      ';',
      '\n',
      '/*',
      '//',
      '`',
      '.',
      '5',
      '//go:build a',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'binary' }))), (words) => {
        try {
          parseGoHeader(words.join(' '), 'x.go');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});

describe('readGoHeader', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'go-header-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('gives the same for every length of header around the part that is read first', () => {
    const file = path.join(dir, 'x.go');
    for (let length = 4020; length < 4110; length++) {
      const text = `// ${'ä'.repeat(length / 2)}${'x'.repeat(length % 2)}\npackage p\n\nimport (\n\t"a"\n\t\`b\`\n)\n\nfunc f() {}\n`;
      writeFileSync(file, text);
      expect(readGoHeader(file, 'x.go')).toEqual(parseGoHeader(text, 'x.go'));
    }
  });

  it('looks at no byte behind the first part where the header is over', () => {
    const file = path.join(dir, 'y.go');
    writeFileSync(
      file,
      Buffer.concat([Buffer.from(`package p\nvar x int\n${'\n'.repeat(8000)}`), Buffer.of(0, 255)]),
    );
    expect(readGoHeader(file, 'y.go').packageName).toBe('p');
  });
});
