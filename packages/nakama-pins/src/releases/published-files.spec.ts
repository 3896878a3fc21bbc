import { packageFiles } from '../go-module/package-files';
import { openCatalog } from './catalog';
import { packFiles, publishedFiles, unpackFiles } from './published-files';

const FILES: Readonly<Record<string, string>> = {
  'a.go': 'package a\n\nimport _ "embed"\n\n//go:embed table.bin\nvar Table string\n',
  'a_amd64.s': 'TEXT ·sum(SB), $0\n',
  'a_test.go': 'package a\n',
  'a_windows.go': 'package a\n',
  'new.go': '//go:build go1.22\n\npackage a\n',
  'pure.go': '//go:build purego\n\npackage a\n',
  'readme.md': 'a\n',
  'table.bin': '1 2 3\n',
};

describe('the published files of the catalog', () => {
  it('are those that some release compiles, assembles or embeds, by who does so', () => {
    const files = packageFiles(Object.keys(FILES), (name) => Buffer.from(FILES[name] ?? ''));
    const codes = new Map(files.map(({ name, code }) => [code, name]));
    const names = (marks: readonly { readonly code: string }[] = []): unknown[] =>
      marks.map(({ code }) => codes.get(code));
    const { always, only, sometimes } = unpackFiles(packFiles(files, ['1.21.13', '1.26.5']));
    expect(names(always)).toEqual(['a.go', 'table.bin']);
    expect(names(only['linux/amd64'])).toEqual(['a_amd64.s']);
    expect(names(only['linux/arm64'])).toEqual([]);
    expect(names(sometimes)).toEqual(['new.go']);
  });

  it('are known of every package that the newest release links', () => {
    const release = openCatalog().get('3.40.0');
    const unknown = release.modules.filter((module) =>
      module.linkedPackages.some((path) => publishedFiles(module, path) === undefined),
    );
    expect(unknown).toEqual([]);
  });
});
