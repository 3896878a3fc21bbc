import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { problemsOf } from '../go-module/testing/problems';
import { inspectCommand } from './inspect';

describe('nakama-pins inspect', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'inspect-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const inspect = (name: string, text: string, ...flags: string[]): string => {
    let output = '';
    writeFileSync(path.join(dir, name), text);
    inspectCommand((written) => (output += written)).parse([path.join(dir, name), ...flags], {
      from: 'user',
    });
    return output;
  };

  it('prints go.mod as go mod edit -json does', () => {
    expect(inspect('go.mod', 'module a\n\nrequire b v1.0.0 // indirect\n', '--format', 'json')).toBe(
      '{\n\t"Module": {\n\t\t"Path": "a"\n\t},\n\t"Require": [\n\t\t{\n\t\t\t"Path": "b",\n\t\t\t"Version": "v1.0.0",\n\t\t\t"Indirect": true\n\t\t}\n\t],\n' +
        '\t"Exclude": null,\n\t"Replace": null,\n\t"Retract": null,\n\t"Tool": null,\n\t"Ignore": null\n}\n',
    );
  });

  it.each([
    [
      'go.mod',
      'module a // Deprecated: old\n\ngo 1.21\nreplace b v1.0.0 => ../b\nrequire b v1.0.0 // indirect\n',
      '1  module a (deprecated: old)\n3  go 1.21\n4  replace b v1.0.0 => ../b\n5  require b v1.0.0 (indirect)\n',
    ],
    ['go.work', 'go 1.21\nuse ./a\n', '1  go 1.21\n2  use ./a\n'],
    ['go.sum', 'a v1.0.0 h1:x\na v1.0.0/go.mod h1:y\n', '1  a v1.0.0\n2  a v1.0.0 (go.mod only)\n'],
    ['modules.txt', '# a v1.0.0 => b v1.1.0\na\na/c\n', '1  a v1.0.0 => b v1.1.0 (2 packages)\n'],
    [
      'x.go',
      '//go:build (a || b) && !c\n\npackage p\nimport _ "d"\n',
      '3  package p (built if (a || b) && !c)\n4  import _ d\n',
    ],
  ])('prints %s for people', (name, text, expected) => {
    expect(inspect(name, text)).toBe(expected);
  });

  it('refuses a file of no known kind by name, and a bad one with its place', () => {
    expect(problemsOf(() => inspect('notes.md', ''))[0]).toContain('expected go.mod, *.mod, go.work');
    expect(problemsOf(() => inspect('go.mod', 'modul a\n'))[0]).toContain('go.mod:1:1: unknown directive');
  });
});
