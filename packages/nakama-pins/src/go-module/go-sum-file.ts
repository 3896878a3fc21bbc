import { groupBy } from '../input/group-by';
import { type Problem, ProblemList } from '../input/problem';
import { readTextFile } from '../input/read-text';
import { fields } from './go-text';
import type { GoSum, GoSumLine } from './module-files';

/** A larger go.sum is refused: the largest in public use are some 2 MB. */
export const GO_SUM_MAX_BYTES = 16 * 1024 * 1024;

const GO_MOD_SUFFIX = '/go.mod';
/** The hash of an empty go.mod: an old Go wrote it by mistake, and Go drops such lines. */
const EMPTY_GO_MOD_HASH = 'h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=';

/**
 * Reads a go.sum file.
 *
 * @throws InputError as `readTextFile` and `parseGoSum`
 */
export function readGoSum(absPath: string, displayPath: string): GoSum {
  return parseGoSum(readTextFile(absPath, displayPath, { maxBytes: GO_SUM_MAX_BYTES }), displayPath);
}

/**
 * The lines of a go.sum file, by cmd/go's rules (modfetch.readGoSum): three fields on each line, empty lines are
 * skipped, hashes are not checked. Lines become objects only when they are asked for.
 *
 * @throws InputError with the lines that do not have three fields
 */
export function parseGoSum(text: string, file: string): GoSum {
  if (isAsGoWritesIt(text)) return new LazyGoSum(file, text, (line) => line.split(' '));
  refuseOtherFields(text, file);
  return new LazyGoSum(file, text, fields);
}

interface ModuleVersions {
  readonly all: Set<string>;
  readonly zip: Set<string>;
}

class LazyGoSum implements GoSum {
  private parsedLines?: readonly GoSumLine[];
  private byPath?: ReadonlyMap<string, ModuleVersions>;
  private byVersion?: ReadonlyMap<string, readonly GoSumLine[]>;

  constructor(
    readonly file: string,
    private readonly text: string,
    private readonly fieldsOf: (line: string) => string[],
  ) {}

  get lines(): readonly GoSumLine[] {
    return (this.parsedLines ??= parseLines(this.text, this.fieldsOf));
  }

  zipVersions(path: string): readonly string[] {
    return [...(this.index().get(path)?.zip ?? [])];
  }

  hasZip(path: string, version: string, hash: string): boolean {
    return this.linesOf(path, version).some((line) => !line.goModOnly && line.hash === hash);
  }

  hasSource(path: string, version: string): boolean {
    return this.index().get(path)?.zip.has(version) ?? false;
  }

  linesOf(path: string, version: string): readonly GoSumLine[] {
    this.byVersion ??= groupBy(this.lines, (line) => `${line.path} ${line.version}`);
    return this.byVersion.get(`${path} ${version}`) ?? [];
  }

  versions(path: string): readonly string[] {
    return [...(this.index().get(path)?.all ?? [])];
  }

  private index(): ReadonlyMap<string, ModuleVersions> {
    return (this.byPath ??= indexByPath(this.lines));
  }
}

function indexByPath(lines: readonly GoSumLine[]): ReadonlyMap<string, ModuleVersions> {
  const index = new Map<string, ModuleVersions>();
  for (const { path, version, goModOnly, hash } of lines) {
    let versions = index.get(path);
    if (!versions) {
      versions = { all: new Set(), zip: new Set() };
      index.set(path, versions);
    }
    versions.all.add(version);
    // Go knows no other algorithm: a line with another prefix proves nothing.
    if (!goModOnly && hash.startsWith('h1:')) versions.zip.add(version);
  }
  return index;
}

function parseLines(text: string, fieldsOf: (line: string) => string[]): GoSumLine[] {
  const lines: GoSumLine[] = [];
  const rawLines = text.split('\n');
  for (let index = 0; index < rawLines.length; index++) {
    const line = rawLines[index] as string;
    const [path, fullVersion, hash] = fieldsOf(line);
    if (path === undefined || fullVersion === undefined || hash === undefined) continue;
    if (hash === EMPTY_GO_MOD_HASH) continue;
    const goModOnly = fullVersion.endsWith(GO_MOD_SUFFIX);
    const version = goModOnly ? fullVersion.slice(0, -GO_MOD_SUFFIX.length) : fullVersion;
    const position = { line: index + 1, column: line.indexOf(path) + 1 };
    lines.push({ path, version, goModOnly, hash, position });
  }
  return lines;
}

/**
 * Whether every line is `path version hash`. That is true for any file that nobody has edited, and several times
 * faster to find out than to split the lines. A go.sum is the largest file of a plugin.
 */
function isAsGoWritesIt(text: string): boolean {
  if (/[^\x20-\x7e\n]/.test(text)) return false;
  let firstSpace = text.indexOf(' ');
  for (let start = 0; start < text.length; ) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const secondSpace = text.indexOf(' ', firstSpace + 1);
    const nextSpace = text.indexOf(' ', secondSpace + 1);
    const threeFields =
      firstSpace > start &&
      secondSpace > firstSpace + 1 &&
      secondSpace + 1 < end &&
      (nextSpace < 0 || nextSpace > end);
    if (!threeFields) return false;
    firstSpace = nextSpace;
    start = end + 1;
  }
  return true;
}

function refuseOtherFields(text: string, file: string): void {
  const problems = new ProblemList();
  text.split('\n').forEach((line, index) => {
    const words = fields(line);
    if (words.length !== 0 && words.length !== 3) problems.add(() => wrongFields(file, index + 1, words));
  });
  problems.throwIfAny();
}

function wrongFields(file: string, line: number, words: readonly string[]): Problem {
  const conflict = /^(?:<{7}|={7}|>{7}|\|{7})/.test(words[0] ?? '');
  return {
    file,
    position: { line, column: 1 },
    message: 'the line does not have three fields',
    expected: 'module version hash',
    found: words.length === 1 ? '1 field' : `${words.length} fields`,
    fix: conflict ? 'resolve the merge conflict' : 'delete the line, then run: go mod tidy',
  };
}
