import { goMod, lines, mainGo, plugin, repeat, sumLines } from './workspace.mjs';

const CALL = '_, _ = plugin.Open("/nakama/data/lib.so")';
const numbered = (n, name, text) =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [name(i), text(i)]));

/** go.mod, go.sum, go.work, vendor/modules.txt and .go files. */
export const GO_INPUTS = [
  {
    name: 'go.mod: requirements',
    n: 5_000,
    make: (n) =>
      plugin({
        'go.mod': goMod(`require (\n${lines(n, (i) => `\texample.com/m${i} v1.0.0`)})`),
        'go.sum': sumLines(n),
      }),
  },
  {
    name: 'go.mod: requirements below go 1.17',
    n: 5_000,
    make: (n) =>
      plugin({
        'go.mod': goMod(`require (\n${lines(n, (i) => `\texample.com/m${i} v1.0.0`)})`, { go: '1.16' }),
        'go.sum': sumLines(n) + sumLines(n, 'v1.1.0'),
      }),
  },
  {
    name: 'go.mod: lines that are no directives',
    n: 5_000,
    make: (n) => plugin({ 'go.mod': goMod(lines(n, (i) => `requir example.com/m${i} v1.0.0`)) }),
  },
  {
    name: 'go.mod: replaces of requirements by folders',
    n: 4_000,
    make: (n) =>
      plugin({
        'go.mod': goMod(
          `require (\n${lines(n, (i) => `\texample.com/m${i} v1.0.0`)})\nreplace (\n${lines(n, (i) => `\texample.com/m${i} => ./lib`)})`,
        ),
        'lib/go.mod': goMod('', { module: 'example.com/lib' }),
        'lib/lib.go': 'package lib\n',
      }),
  },
  {
    name: 'go.mod: replaces of requirements by modules',
    n: 2_000,
    make: (n) =>
      plugin({
        'go.mod': goMod(
          `require (\n${lines(n, (i) => `\texample.com/m${i} v1.0.0`)})\nreplace (\n${lines(n, (i) => `\texample.com/m${i} => example.com/f${i} v1.0.0`)})`,
        ),
      }),
  },
  {
    name: 'go.mod: versions of one module',
    n: 1_500,
    make: (n) =>
      plugin({
        'go.mod': goMod(
          `require (\n${lines(n, (i) => `\texample.com/m v1.0.${i}`)})\nexclude (\n${lines(n, (i) => `\texample.com/m v2.0.${i}+incompatible`)})\nreplace (\n${lines(n, (i) => `\texample.com/m v1.0.${i} => ./lib`)})`,
        ),
      }),
  },
  {
    name: 'go.mod: comments above a line',
    n: 50_000,
    make: (n) => plugin({ 'go.mod': goMod(`${lines(n, () => '// x')}exclude example.com/m v1.0.0`) }),
  },
  {
    name: 'go.mod: a long line',
    n: 200_000,
    make: (n) => plugin({ 'go.mod': goMod(`exclude ${'/'.repeat(n)} v1.0.0`) }),
  },
  {
    name: 'go.mod: a comment with spaces',
    n: 200_000,
    make: (n) => plugin({ 'go.mod': goMod(`exclude example.com/m v1.0.0 // a${' '.repeat(n)}b`) }),
  },
  {
    name: 'go.sum: bad lines',
    n: 400_000,
    make: (n) => plugin({ 'go.sum': lines(n, () => 'a b') }),
  },
  {
    name: 'go.sum: good lines',
    n: 15_000,
    make: (n) => plugin({ 'go.sum': sumLines(n) }),
  },
  {
    name: 'go.sum: versions of one module',
    n: 30_000,
    make: (n) =>
      plugin({
        'go.mod': goMod('require example.com/m v1.0.0', { go: '1.16' }),
        'go.sum': lines(n, (i) => `example.com/m v1.0.${i} h1:uzGHmvLYUuxdkLmNkCHTnFRHOZUVB5wQXBPGYUTVsBE=`),
      }),
  },
  {
    name: 'go.work: folders',
    n: 5_000,
    make: (n) => plugin({ 'go.work': `go 1.26.5\nuse .\n${lines(n, (i) => `use ./m${i}`)}` }),
  },
  {
    name: 'go.work: modules',
    n: 300,
    make: (n) => ({
      ...plugin({ 'go.work': `go 1.26.5\nuse .\n${lines(n, (i) => `use ./m${i}`)}` }),
      ...numbered(
        n,
        (i) => `m${i}/go.mod`,
        (i) => goMod('', { module: `example.com/m${i}` }),
      ),
    }),
  },
  {
    name: 'vendor/modules.txt: modules',
    n: 10_000,
    make: (n) =>
      plugin({
        'go.mod': goMod(`require (\n${lines(n / 10, (i) => `\texample.com/m${i} v1.0.0`)})`),
        'vendor/modules.txt': lines(n, (i) => `# example.com/m${i} v1.0.0\n## explicit\nexample.com/m${i}`),
      }),
  },
  {
    name: 'vendor/modules.txt: packages of one module',
    n: 15_000,
    make: (n) =>
      plugin({
        'vendor/modules.txt': `# github.com/heroiclabs/nakama-common v1.47.0\n## explicit\n${lines(n, (i) => `github.com/heroiclabs/nakama-common/p${i}`)}`,
      }),
  },
  {
    name: '.go: imports of a file',
    n: 30_000,
    make: (n) => plugin({ 'main.go': mainGo(lines(n, (i) => `\t"example.com/m/p${i}"`)) }),
  },
  {
    name: '.go: imports of the standard library',
    n: 100_000,
    make: (n) => plugin({ 'main.go': mainGo(lines(n, () => '\t_ "fmt"')) }),
  },
  {
    name: '.go: files of a package',
    n: 500,
    make: (n) => ({
      ...plugin(),
      ...numbered(
        n,
        (i) => `f${i}.go`,
        (i) => `package main\n\nimport _ "example.com/m/p${i}"\n`,
      ),
    }),
  },
  {
    name: '.go: packages that import each other',
    n: 500,
    make: (n) => ({
      ...plugin({ 'main.go': mainGo('\t_ "example.com/arena/p0"\n') }),
      ...numbered(
        n,
        (i) => `p${i}/p.go`,
        (i) => `package p\n\nimport _ "example.com/arena/p${(i + 1) % n}"\n`,
      ),
    }),
  },
  {
    name: '.go: one line after the other of a chain of packages that the server lacks',
    n: 500,
    make: (n) => ({
      ...plugin({
        'main.go': mainGo('\t_ "example.com/m0"\n'),
        'go.mod': goMod(`require (\n${lines(n, (i) => `\texample.com/m${i} v1.0.0`)})`),
        'vendor/modules.txt': lines(n, (i) => `# example.com/m${i} v1.0.0\n## explicit\nexample.com/m${i}`),
      }),
      ...numbered(
        n,
        (i) => `vendor/example.com/m${i}/p.go`,
        (i) => `package p\n\nimport _ "example.com/m${i + 1}"\n`,
      ),
    }),
  },
  {
    name: '.go: funcs above InitModule',
    n: 30_000,
    make: (n) =>
      plugin({ 'a.go': `package main\n${lines(n, (i) => `func f${i}() {}`)}func InitModule() {}\n` }),
  },
  {
    name: '.go: parameters of InitModule',
    n: 30_000,
    make: (n) =>
      plugin({ 'a.go': `package main\nfunc InitModule(\n${lines(n, (i) => `p${i} pkg.T${i},`)}) {}\n` }),
  },
  {
    name: '.go: methods InitModule',
    n: 30_000,
    make: (n) => plugin({ 'a.go': `package main\n${lines(n, (i) => `func (t T${i}) InitModule() {}`)}` }),
  },
  {
    name: '.go: calls of plugin.Open',
    n: 5_000,
    make: (n) => plugin({ 'main.go': mainGo('\t"plugin"\n', `func f() {\n${lines(n, () => CALL)}}\n`) }),
  },
  {
    name: '.go: files that call plugin.Open',
    n: 100,
    make: (n) => ({
      ...plugin(),
      ...numbered(
        n,
        (i) => `f${i}.go`,
        (i) =>
          `package main\n\nimport "plugin"\n\nvar path${i} = "x"\n\nfunc f${i}() { _, _ = plugin.Open(path${i}) }\n`,
      ),
    }),
  },
  {
    name: '.go: a variable that is set again and again',
    n: 2_000,
    make: (n) =>
      plugin({
        'main.go': mainGo(
          '\t"plugin"\n',
          `func f() {\npath := "a"\n${lines(n, (i) => `path = "b${i}"\n_, _ = plugin.Open(path)`)}}\n`,
        ),
      }),
  },
  {
    name: '.go: constants of constants, twice each',
    n: 2_000,
    make: (n) =>
      plugin({
        'main.go': mainGo(
          '\t"plugin"\n',
          `const c0 = "a"\n${lines(n, (i) => `const c${i + 1} = c${i} + c${i}`)}func f() { _, _ = plugin.Open(c${n}) }\n`,
        ),
      }),
  },
  {
    name: '.go: brackets in an argument',
    n: 1_500,
    make: (n) =>
      plugin({
        'main.go': mainGo(
          '\t"plugin"\n',
          `func f() { _, _ = plugin.Open(${'('.repeat(n)}"a"${')'.repeat(n)}) }\n`,
        ),
      }),
  },
  {
    name: '.go: calls in a call of plugin.Open',
    n: 2_000,
    make: (n) =>
      plugin({
        'main.go': mainGo('\t"plugin"\n', `func f() { ${'plugin.Open('.repeat(n)}"a"${')'.repeat(n)} }\n`),
      }),
  },
  {
    name: '.go: operands of a constraint',
    n: 200,
    make: (n) => plugin({ 'a.go': `//go:build ${repeat(n, (i) => `t${i}`, ' && ')}\n\npackage main\n` }),
  },
  {
    name: '.go: lines of old constraints',
    n: 1_000,
    make: (n) => plugin({ 'a.go': `${lines(n, (i) => `// +build t${i} u${i}`)}\npackage main\n` }),
  },
  {
    name: '.go: comments above the package',
    n: 100_000,
    make: (n) => plugin({ 'a.go': `${lines(n, () => '// build /* x */')}package main\n` }),
  },
  {
    name: '.go: comments in a line',
    n: 30_000,
    make: (n) => plugin({ 'a.go': `${'/* build */ '.repeat(n)}package main\n` }),
  },
  {
    name: '.go: a comment with spaces',
    n: 500_000,
    make: (n) => plugin({ 'a.go': `// build${' '.repeat(n)}x\npackage main\n` }),
  },
  {
    name: '.go: an escaped string',
    n: 200_000,
    make: (n) => plugin({ 'a.go': `package main\n\nimport "${'\\x61b'.repeat(n)}"\n` }),
  },
  {
    name: 'embeds, as Nx sees them',
    n: 2_000,
    make: (n) =>
      plugin({
        'a.go': `package main\n\nimport _ "embed"\n\n${lines(n, (i) => `//go:embed f${i}`)}var x string\n`,
      }),
    program: 'look',
  },
  {
    name: 'includes of C, as Nx sees them',
    n: 10_000,
    make: (n) =>
      plugin({ 'a.go': `package main\n\n/*\n${lines(n, (i) => `#include "../h${i}.h"`)}*/\nimport "C"\n` }),
    program: 'look',
  },
  {
    name: 'white space in C, as Nx sees it',
    n: 50_000,
    make: (n) => plugin({ 'a.c': ' \t'.repeat(n), 'a.go': 'package main\n\nimport "C"\n' }),
    program: 'look',
  },
];
