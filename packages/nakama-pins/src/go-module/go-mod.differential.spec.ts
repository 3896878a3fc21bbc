import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { InputError } from '../input/problem';
import { readGoMod } from './go-mod';
import { goJsonText, goModJson, goWorkJson } from './go-mod-json';
import { readGoWork } from './go-work';
import { corpusExists, goModsOfCorpus, goModsOfModuleCache } from './testing/real-go-mods';
import { describeWithGo, go, mapPooled } from './testing/run-go';

/** What we print for a file, or why we refuse it. */
function ours(read: () => object): { text?: string; problem?: string } {
  try {
    return { text: goJsonText(read()) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problem: error.message };
  }
}

/** A line for whoever reads the failed test, if Go and we disagree on a file. */
async function disagreement(file: string, subcommand: 'mod' | 'work' = 'mod'): Promise<string | undefined> {
  const theirs = await go([subcommand, 'edit', '-json', file]);
  const read = () =>
    subcommand === 'mod' ? goModJson(readGoMod(file, 'f')) : goWorkJson(readGoWork(file, 'f'));
  const { text, problem } = ours(read);
  if (!theirs.ok) return problem ? undefined : `${file}: Go refuses it: ${theirs.stderr}`;
  if (problem) return `${file}: Go accepts it, we say: ${problem}`;
  return text === theirs.stdout ? undefined : `${file}: Go prints\n${theirs.stdout}we print\n${text}`;
}

describeWithGo('go.mod files, compared with go mod edit -json', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'go-mod-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const write = (name: string, text: string | Uint8Array): string => {
    const file = path.join(dir, name);
    writeFileSync(file, text);
    return file;
  };

  it('says the same of every .mod file of the module cache', async () => {
    const files = goModsOfModuleCache();
    const results = await mapPooled(files, (file) => disagreement(file));
    expect(results.filter(Boolean)).toEqual([]);
  });

  const inCorpus = corpusExists ? it : it.skip;
  inCorpus(
    'says the same of the go.mod files of real plugins',
    async () => {
      const files = goModsOfCorpus();
      expect(files.length).toBeGreaterThan(50);
      const results = await mapPooled(files, (file) => disagreement(file));
      expect(results.filter(Boolean)).toEqual([]);
    },
    120_000,
  );

  it('accepts and refuses what Go does: edge cases', async () => {
    const files = EDGE_CASES.map((text, index) => write(`edge-${index}.mod`, text));
    const results = await mapPooled(files, (file) => disagreement(file));
    const failures = results.flatMap((result, index) =>
      result ? [`${JSON.stringify(EDGE_CASES[index])}: ${result}`] : [],
    );
    expect(failures).toEqual([]);
  });

  it('accepts and refuses what Go does: random lines of likely words', async () => {
    const texts = fc.sample(likelyGoMod(), { numRuns: 400, seed: 20261123 });
    const files = texts.map((text, index) => write(`random-${index}.mod`, text));
    const results = await mapPooled(files, (file) => disagreement(file));
    expect(results.filter(Boolean)).toEqual([]);
  });

  it('refuses what Go refuses in go.work, and prints the rest as go work edit -json', async () => {
    const files = WORK_CASES.map((text, index) => write(`case-${index}.work`, text));
    const results = await mapPooled(files, (file) => disagreement(file, 'work'));
    expect(results.filter(Boolean)).toEqual([]);
  });

  // Here we are stricter than Go: nobody writes such bytes on purpose, and no message could show them.
  it.each([
    ['a NUL byte in a comment', Buffer.from('module a // \0\n')],
    ['bytes that are not UTF-8 in a comment', Buffer.from([...Buffer.from('module a // '), 0xff, 0x0a])],
    ['10 MB of comments', Buffer.alloc(10 * 1024 * 1024, '// a comment\n')],
    ['a folder written as on Windows, which Go refuses elsewhere', Buffer.from('replace a => .\\b\n')],
  ])('refuses %s', (_, bytes) => {
    expect(() => readGoMod(write('strict.mod', bytes), 'go.mod')).toThrow(InputError);
  });
});

/** Words that have a meaning somewhere in go.mod, in random order: nearly every line is wrong, each in its way. */
function likelyGoMod(): fc.Arbitrary<string> {
  const word = fc.constantFrom(
    ...['module', 'go', 'toolchain', 'godebug', 'require', 'exclude', 'replace', 'retract', 'tool', 'ignore'],
    ...['use', '(', ')', '( )', '[', ']', ',', '=>', '//', '// indirect', '/*', '"', '`', "'", '\\'],
    ...[
      'example.com/a',
      'example.com/a/v2',
      'example.com/a/v1',
      'gopkg.in/a.v1',
      './b',
      '../c',
      '"quoted path"',
    ],
    ...[
      'v1.2.3',
      'v1.2',
      'v2.0.0',
      'v2.0.0+incompatible',
      'v1.2.3-pre.01',
      'v1.0.0+meta',
      'latest',
      '1.21',
      '1.26.5',
    ],
    ...['go1.21', 'default', 'a=b', '\r', '\t', '\u00e4', '\u00a0', '\u200b', ''],
  );
  const line = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
  const goodLine = fc.constantFrom(
    ...['require example.com/a v1.0.0 // indirect', 'require (', ')', 'retract [v1.0.0, v1.1.0] // why', ''],
    ...['exclude example.com/a v1.0.0', 'replace example.com/a => ./a', 'tool example.com/t', '// comment'],
  );
  const lines = fc.array(fc.oneof({ weight: 4, arbitrary: goodLine }, { weight: 1, arbitrary: line }), {
    maxLength: 6,
  });
  return lines.map((parts) => parts.join('\n'));
}

const WORK_CASES = [
  '',
  'go 1.26.5\n\nuse ./a\nuse (\n\t./b // why\n\t"./c d"\n)\nreplace x => ./x\nreplace x v1.0.0 => y v1.2.0\n',
  'go 1.21\ntoolchain go1.21.0\ngodebug default=go1.21\n',
  'go 1.21\ngo 1.22\n',
  'use\n',
  'use (\n',
  'use a b\n',
  'module a\n',
  'require a v1.0.0\n',
  'go (\n1.21\n)\n',
  'godebug a\n',
];

const EDGE_CASES: readonly string[] = [
  '',
  '\n\n',
  '// only a comment',
  '\uFEFFmodule a\n',
  'module a\r\n\r\ngo 1.21\r\n\r\nrequire (\r\n\tb v1.0.0 // indirect\r\n)\r\n',
  'module a\rgo 1.21\r',
  'module a // Deprecated: use b\r\n',
  'module a\0\n',
  'mod\0ule a\n',
  'module\v a\n',
  'module "a\\x41\\u00e4\\101"\n',
  'module "a\\q"\n',
  'module "a\\\'"\n',
  'module "a\\"b"\n',
  'module "a\\ud800"\n',
  'module "a\\U00110000"\n',
  'module "a\\400"\n',
  'module "a\n',
  'module "a\\\nb"\n',
  'module "a"b\n',
  'module a"b\n',
  'module `a`\n',
  "module 'a'\n",
  'module ""\n',
  'module\n',
  'module a b\n',
  'module a\nmodule b\n',
  'module (\n\ta\n)\n',
  'module ()\n',
  'module (\n)\n',
  'module ( a )\n',
  '// Deprecated: use b\nmodule a\n',
  '// Deprecated: use b\n\nmodule a\n',
  '// One.\n//\n// Deprecated: use b\n// now\n//\n// More.\nmodule a\n',
  'module a // Deprecated: <b> & "c"\n',
  '// Deprecated: block\nmodule (\n\ta\n)\n',
  '// Deprecated: block\nmodule (\n\n\ta // Deprecated: line\n)\n',
  '//Deprecated: tight\nmodule a\n',
  '//\u00a0Deprecated: odd space\u2003\nmodule a\n',
  'go 1.21\ngo 1.21\n',
  'go 1\n',
  'go v1.21\n',
  'go 1.21.0\n',
  'go 1.21rc1\n',
  'go 1.021\n',
  'go 1.21.0-custom\n',
  'go "1.21"\n',
  'go (\n1.21\n)\n',
  'go\n',
  'toolchain go1.21.0\n',
  'toolchain go1\n',
  'toolchain go1x\n',
  'toolchain default\n',
  'toolchain defaults\n',
  'toolchain go1.21-custom(x)\n',
  'toolchain default\ntoolchain default\n',
  'godebug a=b\ngodebug (\n\tc=d=e\n\t=f\n)\n',
  'godebug a\n',
  'godebug a=b,c=d\n',
  'godebug a="b"\n',
  'godebug a = b\n',
  'require a v1\nrequire b v1.2\nrequire c v1.2.3+meta\nrequire d v2.0.0+incompatible\n',
  'require a v1.2.3-pre.0.x-y\n',
  'require a v1.2.3-pre.01\n',
  'require a v1.2.3-\n',
  'require a v01.2.3\n',
  'require a v1.2-pre\n',
  'require a v1.0.0+incompatible\n',
  'require a v1.0.0+incompatible.x\n',
  'require a v2.0.0\n',
  'require a/v2 v2.0.0\n',
  'require a/v2 v2.0.0+incompatible\n',
  'require a/v2 v1.0.0\n',
  'require a/v1 v1.0.0\n',
  'require a/v0 v0.1.0\n',
  'require a/v02 v2.0.0\n',
  'require a/v2.1 v2.1.0\n',
  'require a/v. v1.0.0\n',
  'require /v2 v2.0.0\n',
  'require v2 v1.0.0\n',
  'require gopkg.in/a v1.0.0\n',
  'require gopkg.in/a.v1 v1.0.0\n',
  'require gopkg.in/a.v1 v0.0.0-20161208181325-20d25e280405\n',
  'require gopkg.in/a.v2 v0.0.0-20161208181325-20d25e280405\n',
  'require gopkg.in/a.v0 v0.1.0\n',
  'require gopkg.in/a.v0-unstable v0.1.0\n',
  'require gopkg.in/a.v2-unstable v2.1.0\n',
  'require gopkg.in/a.v02 v2.0.0\n',
  'require gopkg.in/a/v2 v2.0.0\n',
  'require a latest\n',
  'require a 1.2.3\n',
  'require a v1.2.3.4\n',
  'require a v99999999999999999999.0.0+incompatible\n',
  'require a\n',
  'require a v1.0.0 v1.1.0\n',
  'require "" v1.0.0\n',
  'require "a b" "v1.0.0"\n',
  'require a `v1.0.0`\n',
  'require a v1.0.0\nrequire a v1.0.0\nrequire a v1.1.0\n',
  'require ( v1.0.0\n',
  'require () v1.0.0\n',
  'require (\n',
  'require (\n\ta v1.0.0\n',
  'require (\n\ta v1.0.0\n) b\n',
  'require (\n\ta v1.0.0\n) // after\n',
  'require ( // before\n\n\n\ta v1.0.0 // indirect\n\n\t// last\n\n)\n',
  'require (\n\t(\n)\n',
  'require (\n\ta v1.0.0 )\n',
  'require x (\n\ta v1.0.0\n)\n',
  'require ( (\n)\n',
  '(\n)\n',
  '( )\n',
  '((\n)\n',
  ')\n',
  ') (\n)\n',
  'require a v1.0.0 // indirect\n',
  'require a v1.0.0 //indirect\n',
  'require a v1.0.0 // indirect; because\n',
  'require a v1.0.0 // indirect because\n',
  'require a v1.0.0 // indirect;\n',
  'require a v1.0.0//indirect\n',
  '// indirect\nrequire a v1.0.0\n',
  'require a v1.0.0 /* indirect */\n',
  'require a/*b v1.0.0\n',
  'require a/b//c v1.0.0\n',
  '/* comment */\nmodule a\n',
  'require a{b v1.0.0\n',
  'requires a v1.0.0\n',
  'Require a v1.0.0\n',
  '<<<<<<< HEAD\nrequire a v1.0.0\n=======\n',
  'unknown (\n\ta\n)\n',
  'exclude a v1.0.0\nexclude a v1.0.0\nexclude (\n\ta v1.1.0\n\t"" v1.0.0\n)\n',
  'exclude a v2.0.0\n',
  'replace a => ./b\nreplace a => ../c\nreplace a v1.0.0 => b v1.2\n',
  'replace a => b\n',
  'replace a => b@v1.0.0\n',
  'replace a => ./b v1.0.0\n',
  'replace a => C:/b\n',
  'replace a => /b\n',
  'replace a => .\n',
  'replace a => ..\n',
  'replace a => .b\n',
  'replace a => "./b c"\n',
  'replace a => .\\b\n',
  'replace a b v1.0.0\n',
  'replace a = > ./b\n',
  'replace => ./b\n',
  'replace a =>\n',
  'replace a v1 => ./b\n',
  'replace a v2.0.0 => ./b\n',
  'replace a/v1 => ./b\n',
  'replace a => b/v2 v1.0.0\n',
  'replace a v1.0.0 => b v1.0.0 c\n',
  'replace a "=>" ./b\n',
  'replace "" => ./b\n',
  'replace (\n\ta => ./b\n\ta v1.0.0 => ./c\n)\n',
  'retract v1.0.0\nretract [v1.0.0, v1.1.0]\nretract [v1.0.0,v1.1.0]\n',
  '// Broken.\nretract v1.0.0 // really\n',
  '// For all.\nretract (\n\tv1.0.0\n\t// Own.\n\tv1.1.0\n\n\tv1.2.0\n\tv1.3.0 // suffix\n)\n',
  'retract latest\n',
  'retract v1\n',
  'retract [v1.0.0\n',
  'retract [v1.0.0,\n',
  'retract [v1.0.0, v1.1.0\n',
  'retract [\n',
  'retract\n',
  'retract v1.0.0 v1.1.0\n',
  'retract [v1.0.0, v1.1.0] x\n',
  'retract [v1.0.0 v1.1.0]\n',
  'retract ( v1.0.0\n',
  'retract {\n',
  'retract ""\n',
  'retract "v1.0.0"\n',
  'tool example.com/a\ntool example.com/a\ntool (\n\t"b"\n)\n',
  'tool a b\n',
  'tool\n',
  'tool ""\n',
  'ignore ./a\nignore (\n\t./b\n\t./a\n)\n',
  'ignore a b\n',
  'module \u00e4\n',
  'module \u{1F600}\n',
  'module a\u00a0b\n',
  'module a\u200bb\n',
  'module a\u2028\n',
  'module a \u0085\n',
  'module a // \u2028 <&>\nretract v1.0.0 // \u2028 <&>\n',
  'module a\ngo 1.21\nrequire b v1.0.0\nrequire b\ngo x\nfoo\n',
];
