import * as fc from 'fast-check';
import { InputError } from '../input/problem';
import { parseGoMod, selectedRequirements } from './go-mod';
import type { ModToken } from './mod-lexer';
import { type ModLine, parseModSyntax } from './mod-syntax';
import { problemsOf } from './testing/problems';

const problems = (text: string) => problemsOf(() => parseGoMod(text, 'go.mod'));

describe('parseGoMod', () => {
  it('says where each directive and each version stands', () => {
    const goMod = parseGoMod(
      'module a\r\n\r\ngo 1.21\r\nrequire b v1.0.0\r\nrequire (\r\n\t"c"  v1.2.0 // indirect\r\n)\r\nreplace b => ./b\r\n',
      'go.mod',
    );
    expect(goMod.module?.position).toEqual({ line: 1, column: 1 });
    expect(goMod.go?.position).toEqual({ line: 3, column: 1 });
    expect(goMod.require).toEqual([
      {
        path: 'b',
        version: 'v1.0.0',
        indirect: false,
        position: { line: 4, column: 1 },
        versionPosition: { line: 4, column: 11 },
      },
      {
        path: 'c',
        version: 'v1.2.0',
        indirect: true,
        position: { line: 6, column: 2 },
        versionPosition: { line: 6, column: 7 },
      },
    ]);
    expect(goMod.replace[0]?.position).toEqual({ line: 8, column: 1 });
  });

  it('reports every problem at once, in order, each with its place', () => {
    expect(
      problems(
        'modul a\ngo x\nrequire (\n\tb v1\n\tc\n)\nrequire d "v1\ngo 1.21\ngo 1.22\nreplace e => f\n',
      ).map((problem) => problem.split(': ', 1)[0]),
    ).toEqual(['go.mod:1:1', 'go.mod:2:4', 'go.mod:5:2', 'go.mod:7:11', 'go.mod:9:1', 'go.mod:10:14']);
  });

  it.each([
    ['requre a v1.0.0\n', /^go.mod:1:1: unknown directive "requre" .*\n {2}fix: write "require"$/],
    ['<<<<<<< HEAD\n', /fix: resolve the merge conflict$/],
    ['require a 1.2.3\n', /^go.mod:1:11: "1.2.3" is not a version .*\n {2}fix: write v1.2.3$/],
    [
      'require a v2.0.0\n',
      /^go.mod:1:11: the version v2.0.0 does not fit .*\(expected a version of v0 or v1, /,
    ],
    ['go v1.21\n', /^go.mod:1:4: "v1.21" is not a Go version .*\n {2}fix: write go 1.21$/],
    ['go 1.21\n\ngo 1.21\n', /^go.mod:3:1: a second "go" directive; the first is on line 1/],
    ['toolchain 1.21.0\n', /fix: write toolchain go1.21.0$/],
    ['require (\n\ta v1.0.0\n', /^go.mod:3:1: the block "require \(" opened at go.mod:1:1 is not closed/],
    [
      '\uFEFFmodule a\n',
      /^go.mod:1:1: the file has a byte order mark, .*\n {2}fix: save the file as UTF-8 without/,
    ],
    ['replace a => b@v1.0.0\n', /fix: write b v1.0.0$/],
    ['replace a => ..\\b\n', /fix: write ..\/b$/],
    ["module 'a'\n", /fix: write a$/],
  ])('names the fix of %j', (text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  it('has nothing to say twice about a broken line that opens or closes a block', () => {
    expect(problems('require ( /* x */\n\ta v1.0.0\n)\n')).toHaveLength(1);
    expect(problems('require (\n\ta v1.0.0\n) /* x */\nmodule b\n')).toHaveLength(1);
  });

  it('fails on bad text in no other way than by InputError', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        try {
          parseGoMod(text, 'go.mod');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});

describe('selectedRequirements', () => {
  it('takes the highest of several versions, as Go does', () => {
    const text =
      'require a v1.10.0\nrequire a v1.9.0\nrequire b v1.0.0\nrequire b v1.0.0-rc.1\nrequire a v1.2.0\n';
    const selected = selectedRequirements(parseGoMod(text, 'go.mod'));
    expect([...selected].map(([path, { version }]) => `${path} ${version}`)).toEqual([
      'a v1.10.0',
      'b v1.0.0',
    ]);
  });
});

describe('parseModSyntax', () => {
  it('keeps the place of every token and comment, so that a line can be changed and nothing else', () => {
    const text =
      '// top\n\nmodule a // name\r\n\nrequire ( // open\n\t// above\n\tb v1.0.0 // why\n\n\t// last\n) // closed\n// end';
    const { statements } = parseModSyntax(text, 'go.mod');
    const lines = statements.flatMap((statement): ModLine[] =>
      statement.kind === 'line' ? [statement] : statement.kind === 'block' ? [...statement.lines] : [],
    );
    const tokens = statements.flatMap((statement): readonly ModToken[] =>
      statement.kind === 'comments'
        ? statement.comments
        : statement.kind === 'line'
          ? [...statement.before, ...statement.tokens]
          : [...statement.before, ...statement.tokens, ...statement.after, statement.close],
    );
    const all = [
      ...tokens,
      ...lines.flatMap(({ tokens, suffix }) => (suffix ? [...tokens, suffix] : tokens)),
    ];
    for (const { text: written, offset } of all.filter(({ offset }) => offset >= 0)) {
      expect(text.slice(offset, offset + written.length)).toBe(written);
    }
    expect(lines.map((line) => text.slice(line.start, line.end))).toEqual([
      'module a // name\r',
      '\tb v1.0.0 // why',
    ]);
    expect(statements.map(({ kind }) => kind)).toEqual(['comments', 'line', 'block', 'comments']);
  });
});
