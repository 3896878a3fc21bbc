import { closest, distance } from 'fastest-levenshtein';
import type { Position, Problem, ProblemList } from '../input/problem';
import { unquote } from './go-text';
import type { ModToken } from './mod-lexer';
import { type ModBlock, type ModLine, type ModStatement, type ModSyntax, tokenPosition } from './mod-syntax';
import type {
  GodebugDirective,
  GoDirective,
  ModuleVersion,
  ReplaceDirective,
  ToolchainDirective,
} from './module-files';
import { isDirectoryPath, majorMismatch, pathMajor } from './module-path';
import { canonicalVersion } from './module-version';

/** One directive: its keyword, what follows it, and where. */
export interface Directive {
  readonly keyword: string;
  readonly args: readonly ModToken[];
  readonly line: ModLine;
  /** The block that the line is in. */
  readonly block?: ModBlock;
  /** The place of the keyword, or of the line inside a block. */
  readonly position: Position;
}

/** The directives that a kind of file (go.mod, go.work) may have. */
export interface DirectiveSet {
  readonly keywords: readonly string[];
  /** Those that may be a block. */
  readonly blocks: readonly string[];
}

/** A problem of one directive; thrown while it is read, gathered by `readDirectives`. */
export class DirectiveError extends Error {
  constructor(
    /** The token that is wrong; the directive's first by default. */
    readonly token: ModToken | undefined,
    readonly problem: Omit<Problem, 'file' | 'position'>,
  ) {
    super(problem.message);
  }
}

/** Passes each directive of a file to `read`, in the file's order; adds to `problems` what can't be read. */
export function readDirectives(
  syntax: ModSyntax,
  allowed: DirectiveSet,
  problems: ProblemList,
  read: (directive: Directive) => void,
): void {
  const attempt = (directive: Directive): void => {
    try {
      read(directive);
    } catch (error) {
      if (!(error instanceof DirectiveError)) throw error;
      const position = error.token ? tokenPosition(directive.line, error.token) : directive.position;
      problems.add(() => ({ file: syntax.file, position, ...error.problem }));
    }
  };

  for (const statement of syntax.statements) {
    if (statement.kind === 'comments') continue;
    const problem = statementProblem(statement, allowed);
    if (problem) {
      problems.add(() => ({ file: syntax.file, ...problem }));
      continue;
    }
    const keyword = statement.tokens[0]?.text as string;
    if (statement.kind === 'line') {
      const position = tokenPosition(statement, statement.tokens[0] as ModToken);
      attempt({ keyword, args: statement.tokens.slice(1), line: statement, position });
      continue;
    }
    for (const line of statement.lines) {
      const position = tokenPosition(line, line.tokens[0] as ModToken);
      attempt({ keyword, args: line.tokens, line, block: statement, position });
    }
  }
}

function statementProblem(
  statement: Exclude<ModStatement, { kind: 'comments' }>,
  allowed: DirectiveSet,
): Omit<Problem, 'file'> | undefined {
  const [first, second] = statement.tokens;
  const keyword = first?.text as string;
  const position = tokenPosition(statement, first as ModToken);
  if (!allowed.keywords.includes(keyword)) {
    return {
      position,
      message: `unknown directive "${keyword}"`,
      expected: `one of ${allowed.keywords.join(', ')}`,
      fix: unknownDirectiveFix(keyword, allowed.keywords),
    };
  }
  if (statement.kind === 'line') return undefined;
  if (second) {
    return {
      position: tokenPosition(statement, second),
      message: `there is text between "${keyword}" and the parenthesis of its block`,
      expected: `${keyword} (`,
      found: second.text,
      fix: 'put it on a line of its own inside the block',
    };
  }
  if (!allowed.blocks.includes(keyword)) {
    return {
      position,
      message: `a "${keyword}" directive can't be a block`,
      expected: `${keyword} and its value on one line`,
      fix: 'write it without parentheses',
    };
  }
  return undefined;
}

const CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})$/;

function unknownDirectiveFix(keyword: string, keywords: readonly string[]): string {
  if (CONFLICT_MARKER.test(keyword)) return 'resolve the merge conflict';
  const near = closest(keyword, [...keywords]);
  return distance(keyword, near) <= 2 ? `write "${near}"` : 'delete the line';
}

/** A word or a string in double quotes; other quotes are reserved (modfile's parseString). */
export function readString(token: ModToken): string {
  const { text } = token;
  const value = text.startsWith('"') ? unquote(text) : /["'`]/.test(text) ? undefined : text;
  if (value !== undefined) return value;
  throw new DirectiveError(token, {
    message: text.startsWith('"') ? 'this is not a Go string literal' : 'quotes are not allowed here',
    expected: 'a word, or a string in double quotes',
    found: text,
    fix: text.startsWith('"')
      ? 'escape the backslashes and quotes in it, or write it without quotes'
      : `write ${text.replace(/["'`]/g, '')}`,
  });
}

/** A version in canonical form: `v1.2` gives `v1.2.0`, as `go mod edit` writes it. */
function readVersion(token: ModToken): string {
  const written = readString(token);
  const version = canonicalVersion(written);
  if (version !== undefined) return version;
  const near = canonicalVersion(`v${written}`);
  throw new DirectiveError(token, {
    message: `"${written}" is not a version`,
    expected: 'a version of the form v1.2.3',
    fix: near ? `write ${near}` : `write the module's version, or run: go get MODULE@${written || 'latest'}`,
  });
}

/** A module path and a version that fits its major version suffix. */
export function readModuleVersion(pathToken: ModToken, versionToken: ModToken): Required<ModuleVersion> {
  const path = readString(pathToken);
  const version = readVersion(versionToken);
  checkMajor(path, pathToken, version, versionToken);
  return { path, version };
}

function checkMajor(path: string, pathToken: ModToken, version?: string, versionToken?: ModToken): void {
  const major = pathMajor(path);
  if (!major) {
    throw new DirectiveError(pathToken, {
      message: `"${path}" is not a module path`,
      expected: path.startsWith('gopkg.in/')
        ? 'a gopkg.in path ending in .vN'
        : 'a path without a suffix for v0 and v1, or with the suffix /vN from v2 on',
    });
  }
  const wanted = version === undefined ? undefined : majorMismatch(version, major);
  if (wanted === undefined) return;
  throw new DirectiveError(versionToken, {
    message: `the version ${version} does not fit the module path ${path}`,
    expected: `a version of ${wanted}`,
    found: version,
    fix: `write a version of ${wanted}, or the path with the suffix of the version`,
  });
}

/** @throws DirectiveError unless there are exactly `count` arguments */
export function expectArgs({ keyword, args, block }: Directive, count: number, usage: string): void {
  if (args.length === count) return;
  throw new DirectiveError(args[count], {
    message:
      args.length > count
        ? `"${keyword}" takes no more than ${count === 1 ? 'one value' : `${count} values`}`
        : `"${keyword}" lacks ${count === 1 ? 'its value' : 'a value'}`,
    expected: block ? usage : `${keyword} ${usage}`,
    found: args.length > count ? args[count]?.text : undefined,
  });
}

/** @throws DirectiveError if `first` shows that the directive was given before */
export function expectFirst(
  { keyword }: Directive,
  first: { readonly position: Position } | undefined,
): void {
  if (!first) return;
  throw new DirectiveError(undefined, {
    message: `a second "${keyword}" directive; the first is on line ${first.position.line}`,
    expected: `one "${keyword}" directive`,
    fix: 'delete one of the two',
  });
}

const GO_VERSION = /^[1-9][0-9]*\.(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))?(?:[a-z]+[0-9]+)?$/;

export function readGo(directive: Directive): GoDirective {
  expectArgs(directive, 1, '1.26.5');
  const token = directive.args[0] as ModToken;
  if (GO_VERSION.test(token.text)) return { version: token.text, position: directive.position };
  const near = /[1-9][0-9]*\.[0-9]+(?:\.[0-9]+)?/.exec(token.text)?.[0];
  throw new DirectiveError(token, {
    message: `"${token.text}" is not a Go version`,
    expected: 'a Go version of the form 1.26.5',
    fix: near && GO_VERSION.test(near) ? `write go ${near}` : undefined,
  });
}

export function readToolchain(directive: Directive): ToolchainDirective {
  expectArgs(directive, 1, 'go1.26.5');
  const token = directive.args[0] as ModToken;
  if (/^(?:default$|go1(?:$|\.))/.test(token.text)) {
    return { name: token.text, position: directive.position };
  }
  throw new DirectiveError(token, {
    message: `"${token.text}" is not a Go toolchain`,
    expected: 'go1.26.5 or default',
    fix: GO_VERSION.test(token.text) ? `write toolchain go${token.text}` : undefined,
  });
}

export function readGodebug(directive: Directive): GodebugDirective {
  expectArgs(directive, 1, 'key=value');
  const token = directive.args[0] as ModToken;
  const equals = token.text.indexOf('=');
  if (equals < 0 || /["`',]/.test(token.text)) {
    throw new DirectiveError(token, {
      message: `"${token.text}" is not a GODEBUG setting`,
      expected: 'key=value, without quotes and commas',
    });
  }
  const key = token.text.slice(0, equals);
  return { key, value: token.text.slice(equals + 1), position: directive.position };
}

export function readReplace(directive: Directive): ReplaceDirective {
  const { args, position } = directive;
  const arrow = args[1]?.text === '=>' ? 1 : 2;
  const [oldPathToken, oldVersionToken] = args;
  const newPathToken = args[arrow + 1];
  const newVersionToken = args[arrow + 2];
  if (!oldPathToken || !newPathToken || args.length > arrow + 3 || args[arrow]?.text !== '=>') {
    throw new DirectiveError(undefined, {
      message: 'this is not a replacement',
      expected: 'module/path [v1.2.3] => other/module v1.4.0, or module/path [v1.2.3] => ../folder',
      found: args.map((token) => token.text).join(' ') || undefined,
    });
  }
  const oldPath = readString(oldPathToken);
  checkMajor(oldPath, oldPathToken);
  const old =
    arrow === 2 && oldVersionToken ? readModuleVersion(oldPathToken, oldVersionToken) : { path: oldPath };
  return { old, new: readReplacement(newPathToken, newVersionToken), position };
}

function readReplacement(pathToken: ModToken, versionToken: ModToken | undefined): ModuleVersion {
  const path = readString(pathToken);
  if (versionToken) {
    const version = readVersion(versionToken);
    if (!isDirectoryPath(path)) return { path, version };
    throw new DirectiveError(versionToken, {
      message: `the folder ${path} can't have a version`,
      fix: `delete ${versionToken.text}`,
    });
  }
  if (!isDirectoryPath(path)) {
    throw new DirectiveError(pathToken, {
      message: `the replacement ${path} has no version`,
      expected: 'a module path and a version, or a folder beginning with ./, ../ or /',
      fix: path.includes('@') ? `write ${path.replace('@', ' ')}` : `add its version, or write ./${path}`,
    });
  }
  // Go accepts \ only on Windows, but what is committed must build everywhere.
  if (path.includes('\\')) {
    throw new DirectiveError(pathToken, {
      message: `the folder ${path} is written with \\`,
      expected: 'a path with /',
      fix: `write ${path.replaceAll('\\', '/')}`,
    });
  }
  return { path };
}
