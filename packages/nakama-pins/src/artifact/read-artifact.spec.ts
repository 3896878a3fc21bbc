import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemsOf } from '../go-module/testing/problems';
import { goIn } from '../testing/go';
import { catalogRelease } from '../testing/workspace';
import type { BuildInfo, BuiltModule } from './build-info';
import { readArtifact } from './read-artifact';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins, type Recipe } from './testing/build-plugins';
import { GOOD, HOST, recipeOf } from './testing/rows';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'read-artifact-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function gcc(source: string, ...flags: string[]): string {
  const target = join(dir, `c${Math.random()}.so`);
  writeFileSync(join(dir, 'main.c'), source);
  const { status, stderr } = spawnSync('gcc', [...flags, '-o', target, join(dir, 'main.c')]);
  if (status !== 0) throw new Error(String(stderr));
  return target;
}

function readelf(file: string, ...flags: string[]): string {
  return spawnSync('readelf', ['-W', ...flags, file], { encoding: 'latin1', maxBuffer: 2 ** 28 }).stdout;
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => String(match[1]));
}

/** As `go version -m` prints it, but for the empty line after a replaced module. */
function goVersionText(file: string, info: BuildInfo): string {
  const { go, experiments, path, main, deps, settings } = info;
  const module = (
    word: string,
    { path: name, version = '(devel)', sum = '', replace }: BuiltModule,
  ): string =>
    replace
      ? `\t${word}\t${name}\t${version}\n${module('=>', replace)}`
      : `\t${word}\t${name}\t${version}\t${sum}\n`;
  return [
    `${file}: go${[go, experiments].filter(Boolean).join(' ')}\n`,
    path === undefined ? '' : `\tpath\t${path}\n`,
    main ? module('mod', main) : '',
    ...deps.map((dep) => module('dep', dep)),
    ...[...settings].map(
      ([key, value]) => `\tbuild\t${key}=${/\s/.test(value) ? JSON.stringify(value) : value}\n`,
    ),
  ].join('');
}

const BUILT: readonly (readonly [string, Recipe])[] = [
  ['a plugin', recipeOf('with symbols and debug data')],
  ['a stripped plugin', GOOD.recipe],
  ['a server', HOST],
  ['a plugin with a replaced module', recipeOf('a dependency from a folder')],
  ['a plugin with flags', recipeOf('-gcflags=all=-N -l')],
  ['a plugin by an older Go', recipeOf('another minor of Go')],
  ['a library of Go for C', recipeOf('a library of Go for C')],
];

describeWithPlugins('a built file', () => {
  it.each(BUILT)(
    'has the headers and symbols that readelf shows: %s',
    async (_, recipe) => {
      const file = await build(recipe);
      const artifact = readArtifact(file, 'x');
      const symbols = readelf(file, '--dyn-syms');
      expect(artifact.type).toBe(/Type: +(\w+)/.exec(readelf(file, '-h'))?.[1]);
      expect(artifact.needed).toEqual(matches(readelf(file, '-d'), /\(NEEDED\).*\[(.*)\]/g));
      expect(artifact.versionNeeds.flatMap(({ versions }) => versions)).toEqual(
        matches(readelf(file, '-V'), /0x[0-9a-f]+: +Name: (\S+)/g),
      );
      expect(artifact.symbolCount).toBe(Number(/contains (\d+) entries/.exec(symbols)?.[1]));
      expect([...artifact.fingerprints.keys()]).toEqual(
        matches(symbols, / go:link\.pkghashbytes\.(\S+)$/gm)
          .map((name) => name.replaceAll('%2e', '.'))
          .sort(),
      );
    },
    BUILD_TIMEOUT_MS,
  );

  it.each(BUILT)(
    'has the build info that go version -m shows: %s',
    async (_, recipe) => {
      const file = await build(recipe);
      const { buildInfo } = readArtifact(file, 'x');
      const { stdout } = await goIn(dir, '1.26.5', 'version', '-m', file);
      expect(buildInfo && goVersionText(file, buildInfo)).toBe(stdout.replaceAll('\t\n\t\n', '\t\n'));
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    "has the fingerprints that the catalog has of the release's packages",
    async () => {
      const { fingerprints } = readArtifact(await build(GOOD.recipe), 'x');
      const known = catalogRelease().fingerprints('linux/amd64');
      const shared = [...fingerprints].filter(([path]) => known?.has(path));
      expect(shared.length).toBeGreaterThan(200);
      expect(shared.filter(([path, fingerprint]) => known?.get(path) !== fingerprint)).toEqual([]);
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'is read without its section headers',
    async () => {
      const file = await build(GOOD.recipe);
      const bytes = readFileSync(file);
      bytes.fill(0, 0x28, 0x30).fill(0, 0x3c, 0x40);
      writeFileSync(join(dir, 'bare.so'), bytes);
      expect(readArtifact(join(dir, 'bare.so'), 'x')).toEqual(readArtifact(file, 'x'));
    },
    BUILD_TIMEOUT_MS,
  );

  it.each(['sysv', 'gnu', 'both'])('tells the number of symbols by a hash table in the style %s', (style) => {
    const file = gcc('int a; int f(void) { return a; }', '-shared', '-fPIC', `-Wl,--hash-style=${style}`);
    const listed = Number(/contains (\d+) entries/.exec(readelf(file, '--dyn-syms'))?.[1]);
    expect(readArtifact(file, 'x')).toMatchObject({ symbolCount: listed, isProgram: false });
  });

  it('tells SONAME, RUNPATH and a statically linked program', () => {
    const library = gcc(
      '',
      '-shared',
      '-Wl,-soname,libx.so.1',
      '-Wl,--enable-new-dtags',
      '-Wl,-rpath,/opt/x',
    );
    expect(readArtifact(library, 'x')).toMatchObject({ soname: 'libx.so.1', runpath: '/opt/x' });
    const program = gcc('int main(void) { return 0; }', '-static', '-no-pie');
    expect(readArtifact(program, 'x')).toMatchObject({
      type: 'EXEC',
      isProgram: true,
      needed: [],
      symbolCount: 0,
    });
  });

  it('has build info in the form with pointers, as before Go 1.18', async () => {
    const text =
      'path\\texample.com/old\\nmod\\texample.com/old\\t(devel)\\t\\ndep\\ta.b/c\\tv1.0.0\\th1:x=\\n';
    const frame = '0123456789abcdef';
    const file = gcc(
      `struct string { const char *text; long length; };
static const char version[] = "go1.17.2", modules[] = "${frame}${text}${frame}";
struct string v = { version, sizeof(version) - 1 }, m = { modules, sizeof(modules) - 1 };
struct { char magic[14]; char size, flags; struct string *v, *m; } info
  __attribute__((section(".go.buildinfo"), aligned(16))) = { "\\xff Go buildinf:", 8, 0, &v, &m };
int main(void) { return 0; }`,
      '-no-pie',
    );
    const { buildInfo } = readArtifact(file, 'x');
    const { stdout } = await goIn(dir, '1.26.5', 'version', '-m', file);
    expect(buildInfo && goVersionText(file, buildInfo)).toBe(stdout);
    expect(stdout).toContain('dep\ta.b/c\tv1.0.0');
  });
});

describe('a file that is not an ELF file', () => {
  it.each([
    ['', 'x: the file is empty'],
    ['#!/bin/sh\n', 'x: this is a text file'],
    [
      'version https://git-lfs.github.com/spec/v1\n',
      'x: this is a pointer of Git LFS, whose content was not fetched',
    ],
    ['MZ\x90\0', 'x: this is a program or DLL of Windows'],
    ['\xcf\xfa\xed\xfe\x07\0\0\x01', 'x: this is a Mach-O file of macOS'],
    ['!<arch>\n', 'x: this is an archive (.a)'],
    ['\0\x01\x02', 'x: this is not an ELF file'],
    ['\x7fELF', 'x: the file ends before the ELF header does at byte 0'],
    [`\x7fELF\x01\x01\x01${'\0'.repeat(64)}`, 'x: this ELF file is for another kind of machine'],
    [`\x7fELF\x02\x02\x01${'\0'.repeat(64)}`, 'x: this ELF file is for another kind of machine'],
  ])('is told by its first bytes: %j', (bytes, message) => {
    writeFileSync(join(dir, 'other'), bytes, 'latin1');
    expect(problemsOf(() => readArtifact(join(dir, 'other'), 'x'))[0]).toContain(message);
  });

  it('is no finding where it can not be opened', () => {
    expect(problemsOf(() => readArtifact(join(dir, 'none'), 'x'))[0]).toContain('x: the file does not exist');
  });
});
