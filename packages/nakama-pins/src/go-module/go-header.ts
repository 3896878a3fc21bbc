import { positionAt } from '../input/positions';
import { InputError, type Problem } from '../input/problem';
import { readInto, withFile } from '../input/read-disk';
import { decodeText, readTextFile } from '../input/read-text';
import {
  allOf,
  ConstraintSyntaxError,
  goBuildExpression,
  parseGoBuild,
  parsePlusBuild,
  plusBuildExpression,
} from './build-constraint';
import { GoScanError, GoScanner, type GoToken, isKeyword } from './go-scanner';
import { trimSpace, unquote } from './go-text';
import type { BuildConstraint, GoFileHeader, GoImport } from './module-files';

/** A .go file whose header does not end within the first few KB, and that is larger, is refused. */
export const GO_FILE_MAX_BYTES = 16 * 1024 * 1024;
/** Enough for nearly every header. */
const FIRST_READ_BYTES = 4096;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads the header of a .go file: its first 4 KB, and the rest only if the header is longer.
 *
 * @throws InputError as `readTextFile` and `parseGoHeader`
 */
export function readGoHeader(absPath: string, displayPath: string): GoFileHeader {
  const beginning = withFile(absPath, displayPath, (fd) => {
    const buffer = Buffer.allocUnsafe(FIRST_READ_BYTES);
    return buffer.subarray(0, readInto(fd, buffer));
  });
  if (beginning.length < FIRST_READ_BYTES) {
    return parseGoHeader(decodeText(beginning, displayPath), displayPath);
  }
  // The cut is between lines, so it can split only a raw string or a comment.
  const wholeLines = beginning.subarray(0, beginning.lastIndexOf(LINE_FEED) + 1);
  const header = scanHeader(decodeText(wholeLines, displayPath), displayPath, false);
  if (header) return header;
  return parseGoHeader(readTextFile(absPath, displayPath, { maxBytes: GO_FILE_MAX_BYTES }), displayPath);
}

/**
 * The header of a Go file: build constraint, package clause, imports. What follows the imports is not
 * read. A byte order mark at the beginning is ignored, as Go does.
 *
 * @throws InputError if the header is not Go
 */
export function parseGoHeader(text: string, file: string): GoFileHeader {
  return scanHeader(text, file, true) as GoFileHeader;
}

/** A header that can't be read, thrown inside this file. */
class HeaderError extends Error {
  constructor(
    readonly offset: number,
    readonly problem: Omit<Problem, 'file' | 'position'>,
  ) {
    super(problem.message);
  }
}

/** The text ends before the header does. */
class HeaderCut extends Error {}

function scanHeader(text: string, file: string, complete: boolean): GoFileHeader | undefined {
  const bom = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  try {
    const reader = new HeaderReader(text.slice(bom), complete);
    const header = reader.read();
    const constraint = readConstraint(text.slice(bom));
    return constraint ? { ...header, constraint } : header;
  } catch (error) {
    if (error instanceof HeaderCut || (error instanceof GoScanError && error.atEnd && !complete)) {
      return undefined;
    }
    const problem = asProblem(error);
    if (!problem) throw error;
    const position = positionAt(text, problem.offset + bom);
    throw new InputError([{ file, position, ...problem.problem }]);
  }
}

function asProblem(error: unknown): Pick<HeaderError, 'offset' | 'problem'> | undefined {
  if (error instanceof HeaderError) return error;
  if (!(error instanceof GoScanError)) return undefined;
  return { offset: error.offset, problem: { message: error.message, expected: 'Go source' } };
}

/** Reads `package name` and the import declarations (https://go.dev/ref/spec#Source_file_organization). */
class HeaderReader {
  private readonly scanner: GoScanner;
  private token: GoToken | undefined;
  private readonly imports: GoImport[] = [];

  constructor(
    private readonly text: string,
    private readonly complete: boolean,
  ) {
    this.scanner = new GoScanner(text);
    this.token = this.scanner.next();
  }

  read(): GoFileHeader {
    const clause = this.expectWord('package', 'the package clause');
    const name = this.peek();
    if (name?.kind !== 'word' || isKeyword(name.text)) throw this.unexpected('a package name');
    this.advance();
    this.expectStatementEnd();
    while (this.peek()?.text === 'import') {
      this.advance();
      this.readImportDeclaration();
      this.expectStatementEnd();
    }
    return {
      packageName: name.text,
      packagePosition: positionAt(this.text, clause.offset),
      imports: this.imports,
    };
  }

  private readImportDeclaration(): void {
    if (this.peek()?.text !== '(') {
      this.readImport();
      return;
    }
    this.advance();
    while (this.peek()?.text !== ')') {
      this.readImport();
      if (this.peek()?.text === ';') this.advance();
      else if (this.peek()?.text !== ')' && !this.peek()?.startsStatement)
        throw this.unexpected('";", a new line or ")"');
    }
    this.advance();
  }

  private readImport(): void {
    const first = this.peek();
    const named = first?.text === '.' || (first?.kind === 'word' && !isKeyword(first.text));
    if (named) this.advance();
    const literal = this.peek();
    if (!first || literal?.kind !== 'string') throw this.unexpected('an import path in quotes');
    const path = importPath(literal.text);
    if (path === undefined) {
      throw new HeaderError(literal.offset, {
        message: `${literal.text} is not an import path`,
        expected: 'a path in quotes, without spaces and special characters',
      });
    }
    this.imports.push({
      path,
      name: named ? first.text : undefined,
      position: positionAt(this.text, first.offset),
    });
    this.advance();
  }

  private expectWord(word: string, what: string): GoToken {
    const token = this.peek();
    if (token?.text !== word) throw this.unexpected(what);
    this.advance();
    return token;
  }

  private expectStatementEnd(): void {
    const token = this.peek();
    if (token?.text === ';') this.advance();
    else if (token && !token.startsStatement) throw this.unexpected('";" or a new line');
  }

  /** The current token; undefined at the file's end. */
  private peek(): GoToken | undefined {
    if (!this.token && !this.complete) throw new HeaderCut();
    return this.token;
  }

  private advance(): void {
    this.token = this.scanner.next();
  }

  private unexpected(expected: string): HeaderError {
    const { token } = this;
    return new HeaderError(token?.offset ?? this.text.length, {
      message: 'the file header is not Go',
      expected,
      found: token ? token.text : 'the end of the file',
    });
  }
}

// go/build's isValidImport.
const PLAIN_IMPORT_PATH = /^[A-Za-z0-9./_~+@-]+$/;
const IMPORT_PATH = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u;
const ILLEGAL_IN_IMPORT_PATH = /[!"#$%&'()*,:;<=>?[\\\]^{|}`\uFFFD]/;

function importPath(literal: string): string | undefined {
  // Go drops carriage returns from raw strings.
  const path = literal.startsWith('`') ? literal.slice(1, -1).replaceAll('\r', '') : unquote(literal);
  if (path === undefined || PLAIN_IMPORT_PATH.test(path)) return path;
  return IMPORT_PATH.test(path) && !ILLEGAL_IN_IMPORT_PATH.test(path) ? path : undefined;
}

/**
 * The constraint above the package clause, where go/build looks for it (build.go, parseFileHeader): a
 * `//go:build` line counts before any code and outside of block comments; without one, `// +build` lines count
 * if an empty line separates them from the code.
 */
export function readConstraint(text: string): BuildConstraint | undefined {
  if (!text.includes('build')) return undefined;
  const { goBuild, plusBuild } = constraintLines(text);
  if (goBuild) {
    try {
      return parseGoBuild(goBuild.expression);
    } catch (error) {
      if (!(error instanceof ConstraintSyntaxError)) throw error;
      throw new HeaderError(goBuild.expressionOffset + error.offset, {
        message: `the build constraint can't be read: ${error.message}`,
        expected: 'an expression of tags, &&, ||, ! and parentheses',
        found: goBuild.expression || 'nothing',
      });
    }
  }
  return allOf(plusBuild.map(parsePlusBuild).filter((constraint) => constraint !== undefined));
}

interface ConstraintLines {
  goBuild?: { expression: string; expressionOffset: number };
  plusBuild: string[];
}

function constraintLines(text: string): ConstraintLines {
  const found: ConstraintLines = { plusBuild: [] };
  let candidates: string[] = [];
  let onlyComments = true;
  let inBlockComment = false;

  for (let start = 0; start < text.length; ) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const line = trimSpace(text.slice(start, end));

    if (line === '' && onlyComments) {
      for (const candidate of candidates) found.plusBuild.push(candidate);
      candidates = [];
    } else {
      if (!line.startsWith('//')) onlyComments = false;
      if (!inBlockComment) {
        const expression = goBuildExpression(line);
        if (expression !== undefined) {
          const offset = text.indexOf('//go:build', start);
          if (found.goBuild) throw secondGoBuild(offset);
          const expressionOffset = expression ? text.indexOf(expression, offset + '//go:build'.length) : end;
          found.goBuild = { expression, expressionOffset };
        }
        const legacy = onlyComments ? plusBuildExpression(line) : undefined;
        if (legacy !== undefined) candidates.push(legacy);
      }
      const rest = afterComments(line, inBlockComment);
      if (rest.code) return found;
      inBlockComment = rest.inBlockComment;
    }
    start = end + 1;
  }
  return found;
}

/** Whether a line has code after its comments, and whether a block comment continues below it. */
function afterComments(line: string, inBlockComment: boolean): { code: boolean; inBlockComment: boolean } {
  let rest = line;
  let inside = inBlockComment;
  while (rest !== '') {
    if (inside) {
      const end = rest.indexOf('*/');
      if (end < 0) return { code: false, inBlockComment: true };
      inside = false;
      rest = trimSpace(rest.slice(end + 2));
    } else if (rest.startsWith('//')) {
      break;
    } else if (rest.startsWith('/*')) {
      inside = true;
      rest = rest.slice(2);
    } else {
      return { code: true, inBlockComment: false };
    }
  }
  return { code: false, inBlockComment: inside };
}

function secondGoBuild(offset: number): HeaderError {
  return new HeaderError(offset, {
    message: 'a second //go:build line',
    expected: 'one //go:build line',
    fix: 'join the two expressions with &&',
  });
}
