import type { BuildTarget } from './build-target';
import { parseGoHeader } from './go-header';
import { importsFor, listImports } from './import-list';

const target = (goarch: string, tags: readonly string[] = []): BuildTarget => ({
  goos: 'linux',
  goarch,
  cgo: true,
  tags,
  goVersion: '1.26.5',
});

const file = (name: string, ...lines: string[]) => ({
  name,
  header: parseGoHeader([...lines, ''].join('\n'), name),
});

const FILES = [
  file('a.go', 'package a', 'import ("fmt"; "example.com/always")'),
  file('a_arm64.go', 'package a', 'import "example.com/arm"'),
  file('a_windows.go', 'package a', 'import "example.com/windows"'),
  file(
    'b.go',
    '//go:build (linux || darwin) && !purego',
    'package a',
    'import ("example.com/unix"; "example.com/always")',
  ),
  file('c.go', '//go:build purego', 'package a', 'import "example.com/unix"'),
  file('cgo.go', 'package a', 'import "C"', 'import "example.com/cgo"'),
  file('gen.go', '//go:build ignore', 'package main', 'import "example.com/generator"'),
  file('doc.go', 'package documentation', 'import "example.com/never"'),
  file('a_test.go', 'package a', 'import "example.com/test"'),
];

it('lists what files import beside the standard library, and under which constraint', () => {
  expect(listImports(FILES)).toEqual([
    'example.com/always',
    { path: 'example.com/arm', if: 'arm64' },
    { path: 'example.com/cgo', if: 'cgo' },
    { path: 'example.com/unix', if: '((linux || darwin) && !purego) || purego' },
    { path: 'example.com/windows', if: 'windows' },
  ]);
});

it('gives what is compiled for any of the targets', () => {
  const listed = listImports(FILES);
  const amd64 = ['example.com/always', 'example.com/cgo', 'example.com/unix'];
  expect(importsFor(listed, [target('amd64')])).toEqual(amd64);
  expect(importsFor(listed, [target('amd64', ['purego'])])).toEqual(amd64);
  expect(importsFor(listed, [target('amd64'), target('arm64')])).toEqual([
    'example.com/always',
    'example.com/arm',
    'example.com/cgo',
    'example.com/unix',
  ]);
});
