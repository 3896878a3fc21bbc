import { InputError, type Problem } from '../input/problem';
import { readTextFile } from '../input/read-text';
import { fields } from './go-text';
import { type GoSum, type GoSumLine } from './types';

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
 * The lines of a go.sum file, by cmd/go's rules (modfetch.readGoSum): three fields a line, empty lines are
 * passed over, hashes are not looked into. Lines become objects only when they are asked for.
 *
 * @throws InputError with every line that has not three fields
 */
export function parseGoSum(text: string, file: string): GoSum {
  const problems = fieldProblems(text, file);
  if (problems.length > 0) throw new InputError(problems);
  return new LazyGoSum(file, text);
}

interface ModuleVersions {
  readonly all: Set<string>;
  readonly zip: Set<string>;
}

class LazyGoSum implements GoSum {
  private parsedLines?: readonly GoSumLine[];
  private byPath?: ReadonlyMap<string, ModuleVersions>;

  constructor(
    readonly file: string,
    private readonly text: string,
  ) {}

  get lines(): readonly GoSumLine[] {
    return (this.parsedLines ??= parseLines(this.text));
  }

  zipVersions(path: string): readonly string[] {
    return [...(this.index().get(path)?.zip ?? [])];
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
    // Go knows no other algorithm: a line with another prefix does not vouch for anything.
    if (!goModOnly && hash.startsWith('h1:')) versions.zip.add(version);
  }
  return index;
}

function parseLines(text: string): GoSumLine[] {
  const lines: GoSumLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [path, fullVersion, hash] = lineFields(line);
    if (path === undefined || fullVersion === undefined || hash === undefined) continue;
    if (hash === EMPTY_GO_MOD_HASH) continue;
    const goModOnly = fullVersion.endsWith(GO_MOD_SUFFIX);
    lines.push({
      path,
      version: goModOnly ? fullVersion.slice(0, -GO_MOD_SUFFIX.length) : fullVersion,
      goModOnly,
      hash,
      position: { line: index + 1, column: line.indexOf(path) + 1 },
    });
  }
  return lines;
}

/** `path version hash` with single spaces, as Go writes it. */
const PLAIN_LINE = /^[\x21-\x7e]+ [\x21-\x7e]+ [\x21-\x7e]+$/;

function lineFields(line: string): string[] {
  return PLAIN_LINE.test(line) ? line.split(' ') : fields(line);
}

const SPACE = 0x20;

/** One pass over the characters: a go.sum is the largest file of a plugin and nearly always in order. */
function fieldProblems(text: string, file: string): Problem[] {
  const problems: Problem[] = [];
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    if (!isPlainLine(text, start, end)) {
      const words = fields(text.slice(start, end));
      if (words.length !== 0 && words.length !== 3) problems.push(wrongFields(file, line, words));
    }
    start = end + 1;
  }
  return problems;
}

function isPlainLine(text: string, start: number, end: number): boolean {
  let spaces = 0;
  let fieldStart = start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE) {
      if (at === fieldStart) return false;
      fieldStart = at + 1;
      spaces++;
    } else if (code < SPACE || code > 0x7e) {
      return false;
    }
  }
  return spaces === 2 && fieldStart < end;
}

function wrongFields(file: string, line: number, words: readonly string[]): Problem {
  const conflict = /^(?:<{7}|={7}|>{7}|\|{7})/.test(words[0] ?? '');
  return {
    file,
    position: { line, column: 1 },
    message: 'the line has not three fields',
    expected: 'module version hash',
    found: words.length === 1 ? '1 field' : `${words.length} fields`,
    fix: conflict ? 'resolve the merge conflict' : 'delete the line, then run: go mod tidy',
  };
}
