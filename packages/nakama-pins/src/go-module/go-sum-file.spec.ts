import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import glob from 'fast-glob';
import { parseGoSum } from './go-sum-file';
import type { GoSumLine } from './module-files';
import { problemsOf } from './testing/problems';
import { REPO_ROOT } from './testing/run-go';

const SUM = `a v1.0.0 h1:zip=
a v1.0.0/go.mod h1:mod=
a v1.1.0/go.mod h1:mod=
b v2.0.0+incompatible h2:unknown=
`;

function withoutPosition({ path, version, goModOnly, hash }: GoSumLine) {
  return { path, version, goModOnly, hash };
}

describe('parseGoSum', () => {
  it('tells versions with source from those with a go.mod alone', () => {
    const goSum = parseGoSum(SUM, 'go.sum');
    expect(goSum.versions('a')).toEqual(['v1.0.0', 'v1.1.0']);
    expect(goSum.zipVersions('a')).toEqual(['v1.0.0']);
    expect(goSum.versions('c')).toEqual([]);
  });

  it('takes no hash of an unknown algorithm for a proof, as Go does', () => {
    const goSum = parseGoSum(SUM, 'go.sum');
    expect(goSum.versions('b')).toEqual(['v2.0.0+incompatible']);
    expect(goSum.zipVersions('b')).toEqual([]);
  });

  it('gives each line with its place', () => {
    expect(parseGoSum(SUM, 'go.sum').lines[2]).toEqual({
      path: 'a',
      version: 'v1.1.0',
      goModOnly: true,
      hash: 'h1:mod=',
      position: { line: 3, column: 1 },
    });
  });

  it('reads what a hand has touched: CRLF, tabs, empty lines, no final line break', () => {
    const touched = ` ${SUM.replaceAll('\n', '\r\n\r\n').replaceAll(' ', '\t ')}`.trimEnd();
    const lines = parseGoSum(touched, 'go.sum').lines;
    expect(lines.map(withoutPosition)).toEqual(parseGoSum(SUM, 'go.sum').lines.map(withoutPosition));
    expect(lines[0]?.position).toEqual({ line: 1, column: 2 });
  });

  it('drops the hash of an empty go.mod, as Go does', () => {
    const line = 'a v1.0.0/go.mod h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=\n';
    expect(parseGoSum(line, 'go.sum').versions('a')).toEqual([]);
  });

  it('reports every line that does not have three fields', () => {
    expect(problemsOf(() => parseGoSum(`${SUM}<<<<<<< HEAD\na b c\n=======\na b c d\n`, 'go.sum'))).toEqual([
      'go.sum:5:1: the line does not have three fields (expected module version hash, found 2 fields)\n  fix: resolve the merge conflict',
      'go.sum:7:1: the line does not have three fields (expected module version hash, found 1 field)\n  fix: resolve the merge conflict',
      'go.sum:8:1: the line does not have three fields (expected module version hash, found 4 fields)\n  fix: delete the line, then run: go mod tidy',
    ]);
  });

  const corpus = path.join(REPO_ROOT, '../shared/corpus');
  (existsSync(corpus) ? it : it.skip)('reads every line of real plugins', () => {
    const files = glob.sync('**/go.sum', { cwd: corpus, absolute: true });
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const written = parseGoSum(text, file).lines.map(
        ({ path, version, goModOnly, hash }) => `${path} ${version}${goModOnly ? '/go.mod' : ''} ${hash}\n`,
      );
      expect(written.join('')).toBe(text.replaceAll('\r\n', '\n'));
    }
  });
});
