import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { InputError } from '../input/problem';
import { type BuildTarget, fileNameMatches, matchesTarget } from './build-target';
import { readGoHeader } from './go-header';
import { describeWithGo, go } from './testing/run-go';

interface ListedPackage {
  readonly Dir: string;
  readonly ImportPath: string;
  readonly GoFiles?: readonly string[];
  readonly InvalidGoFiles?: readonly string[];
  readonly CgoFiles?: readonly string[];
  readonly Imports?: readonly string[];
  readonly ImportMap?: Readonly<Record<string, string>>;
}

const PLATFORMS = [
  { goos: 'linux', goarch: 'amd64', cgo: true, tags: [] },
  { goos: 'linux', goarch: 'arm64', cgo: false, tags: ['netgo', 'osusergo'] },
  { goos: 'darwin', goarch: 'arm64', cgo: true, tags: [] },
  { goos: 'windows', goarch: 'amd64', cgo: false, tags: [] },
];

describeWithGo('Go file headers, compared with go list on the standard library', () => {
  it.each(PLATFORMS)(
    'picks the files and reads the imports for $goos/$goarch',
    async (platform) => {
      const target = await targetFor(platform);
      const packages = await listPackages(target, [], 'std');
      expect(packages.length).toBeGreaterThan(200);
      for (const listed of packages) {
        expect(packageAsWeReadIt(listed, target)).toEqual(packageAsGoReadsIt(listed));
      }
    },
    120_000,
  );
});

describeWithGo('Go file headers, compared with go list on odd files', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'go-header-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('builds, leaves out and refuses the same files, and reads the same imports', async () => {
    writeFileSync(path.join(dir, 'go.mod'), 'module odd.test\n\ngo 1.21\n');
    ODD_FILES.forEach((text, index) => {
      mkdirSync(path.join(dir, `p${index}`));
      writeFileSync(path.join(dir, `p${index}`, 'x.go'), text);
    });
    const platform = { goos: 'linux', goarch: 'amd64', cgo: false, tags: ['chosen'] };
    const target = await targetFor(platform);
    const listed = await Promise.all(
      ODD_FILES.map((_, index) => listPackages(target, ['-C', path.join(dir, `p${index}`)], '.')),
    );
    const theirs = listed.map(([found], index) => [ODD_FILES[index], fateByGo(found)]);
    const ours = ODD_FILES.map((text, index) => [
      text,
      fateByUs(path.join(dir, `p${index}`, 'x.go'), target),
    ]);
    expect(ours).toEqual(theirs);
  });
});

/** `refused`, `left out`, or the imports of a file that is built. */
type Fate = 'refused' | 'left out' | readonly string[];

function fateByGo(listed: ListedPackage | undefined): Fate {
  if (listed?.InvalidGoFiles?.length) return 'refused';
  return listed?.GoFiles?.length ? sortedSet(listed.Imports ?? []) : 'left out';
}

function fateByUs(file: string, target: BuildTarget): Fate {
  try {
    const header = readGoHeader(file, 'x.go');
    if (!matchesTarget('x.go', header, target)) return 'left out';
    return sortedSet(header.imports.map((item) => item.path));
  } catch (error) {
    if (error instanceof InputError) return 'refused';
    throw error;
  }
}

const LONG_COMMENT = `// ${'long '.repeat(20)}\n`.repeat(100);

const ODD_FILES: readonly string[] = [
  'package p\n',
  'package p',
  '\uFEFFpackage p; import "fmt"\n',
  'package p; import "fmt"; import ("os"; _ "io")\nvar x int\n',
  'package p import "fmt"\n',
  'package p\nimport "fmt" import "os"\n',
  'package p\nimport ("fmt" "os")\n',
  'package p\nimport (\n\t. "fmt" // one\n\tx /* two */ "os"\n\t_ `io`\n)\nimport ()\n',
  'package p\nimport (\n\t"fmt"\n',
  'package p\nimport "fmt\n"\n',
  'package p\nimport `fmt\n`\n',
  'package p\nimport `f\rmt`\n',
  'package p\nimport "f\\x6dt"\n',
  'package p\nimport ""\n',
  'package p\nimport "a b"\n',
  'package p\nimport "a!b"\n',
  'package p\nimport fmt\n',
  'package p\nimport 5\n',
  'package p\nimport "C"\n',
  'package p\nimport func "fmt"\n',
  'package p /* a\n */ import "fmt"\n',
  'package p /* a */ import "fmt"\n',
  'package\n\np\n',
  'package func\n',
  'package 5\n',
  'package \u00e4\nimport \u00f6 "fmt"\n',
  'Package p\n',
  '',
  '// only a comment\n',
  '/* without end',
  'package p\n/* without end',
  'package p\nvar s = "import \\"os\\""\nimport "fmt"\n',
  'package p\nfunc f() { `\n',
  'package documentation\n',
  '//go:build chosen\npackage p\n',
  '//go:build other\npackage p\n',
  '//go:build linux && amd64 && !cgo && unix && gc && go1.21\n\npackage p\n',
  '//go:build !linux || (chosen && !(other || windows))\n\npackage p\n',
  '//go:build go1.999\n\npackage p\n',
  '//go:build\n\npackage p\n',
  '//go:build (chosen\n\npackage p\n',
  '//go:build chosen &\n\npackage p\n',
  '//go:build chosen other\n\npackage p\n',
  '//go:build !!chosen\n\npackage p\n',
  '//go:build \u00e4 || chosen\n\npackage p\n',
  '//go:build chosen-x\n\npackage p\n',
  '//go:buildother\n\npackage p\n',
  '// go:build other\n\npackage p\n',
  '//go:build chosen\n//go:build other\n\npackage p\n',
  '/* a */\n//go:build other\n\npackage p\n',
  '/*\n//go:build other\n*/\n\npackage p\n',
  '/* a */ package p\n//go:build other\n',
  'package p\n\n//go:build other\n',
  '  //go:build other  \r\npackage p\n',
  '// +build other\n\npackage p\n',
  '// +build other\npackage p\n',
  '// +build chosen,!other windows\n\npackage p\n',
  '// +build chosen\n// +build other\n\npackage p\n',
  '//+build other\n\npackage p\n',
  '// +buildother\n\npackage p\n',
  '// +build !!chosen\n\npackage p\n',
  '// +build\n\npackage p\n',
  '/* a */\n\n// +build other\n\npackage p\n',
  '// +build other\n\n//go:build chosen\n\npackage p\n',
  `// +build ${'chosen '.repeat(150)}other\n\npackage p\n`,
  `//go:build ${'('.repeat(500)}other${')'.repeat(500)}\n\npackage p\n`,
  `//go:build ${'('.repeat(5000)}chosen${')'.repeat(5000)}\n\npackage p\n`,
  `${LONG_COMMENT}\npackage p\n\nimport "fmt"\n`,
  `package p\n\nimport "fmt"\n\n${LONG_COMMENT}\nimport "os"\n`,
  `package p\n\n/*\n${LONG_COMMENT}*/\nimport "os"\n`,
  `package p\n\nvar s = \`${LONG_COMMENT}\`\n`,
];

/** With the tool tags that the running Go adds by itself. */
async function targetFor(platform: Omit<BuildTarget, 'goVersion'>): Promise<BuildTarget> {
  const { stdout } = await go(
    ['list', '-f', '{{context.ToolTags}} {{context.ReleaseTags}}', 'unsafe'],
    environmentOf(platform),
  );
  const words = stdout.split(/[\s[\]]+/).filter(Boolean);
  const releases = words.filter((word) => word.startsWith('go1.'));
  const toolTags = words.filter((word) => !word.startsWith('go1.'));
  return { ...platform, tags: [...platform.tags, ...toolTags], goVersion: `${releases.at(-1)?.slice(2)}.0` };
}

async function listPackages(
  target: BuildTarget,
  flags: readonly string[],
  pattern: string,
): Promise<ListedPackage[]> {
  const fields = 'Dir,ImportPath,GoFiles,CgoFiles,InvalidGoFiles,Imports,ImportMap';
  const args = ['list', ...flags, '-e', `-json=${fields}`, `-tags=${target.tags.join(',')}`, pattern];
  const { stdout } = await go(args, environmentOf(target));
  return JSON.parse(`[${stdout.replace(/^}\n{/gm, '},{')}]`) as ListedPackage[];
}

function environmentOf({ goos, goarch, cgo }: Omit<BuildTarget, 'goVersion'>): Record<string, string> {
  return { GOOS: goos, GOARCH: goarch, CGO_ENABLED: cgo ? '1' : '0' };
}

function packageAsWeReadIt({ Dir, ImportPath }: ListedPackage, target: BuildTarget) {
  const files = readdirSync(Dir)
    .filter((name) => fileNameMatches(name, target))
    .map((name) => ({ name, header: readGoHeader(path.join(Dir, name), name) }))
    .filter(({ name, header }) => matchesTarget(name, header, target));
  const imports = files.flatMap(({ header }) => header.imports.map((item) => item.path));
  return { ImportPath, files: files.map(({ name }) => name).sort(), imports: sortedSet(imports) };
}

function packageAsGoReadsIt({
  ImportPath,
  GoFiles = [],
  CgoFiles = [],
  Imports = [],
  ImportMap = {},
}: ListedPackage) {
  // The standard library's vendored packages are listed by the path of their copy.
  const written = new Map(Object.entries(ImportMap).map(([from, to]) => [to, from]));
  const imports = Imports.map((path) => written.get(path) ?? path);
  return { ImportPath, files: [...GoFiles, ...CgoFiles].sort(), imports: sortedSet(imports) };
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
