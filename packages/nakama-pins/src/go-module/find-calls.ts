import { posix } from 'node:path';
import { positionAt } from '../input/positions';
import type { Position } from '../input/problem';
import { GoScanError, GoScanner, type GoToken } from './go-scanner';
import { unquote } from './go-text';

/** A func of another package, and the argument that is looked at. */
export interface Callee {
  /** What the file calls the package; `.` if its names are the file's own. */
  readonly qualifier: string;
  readonly name: string;
  /** Counts from 0. */
  readonly argument: number;
}

/** A call, and the texts that its argument can be. */
export interface FoundCall {
  /** The place of the call. */
  readonly position: Position;
  /**
   * Sorted: several where a variable is set in several places; empty if none is written in the file or its package
   * (a parameter, a variable of the environment).
   */
  readonly texts: readonly string[];
}

/** More texts than anyone means. */
const MAX_TEXTS = 16;
/** A constant of a constant. */
const MAX_DEPTH = 8;

/**
 * Calls of a func in a file, in its order, with the texts that one argument can be: a string, a constant or variable of
 * the file or package that is set to one, strings joined by `+`, `path.Join` or `filepath.Join`. The file is not
 * type-checked: a name counts for each variable that is called so.
 *
 * @param others the other files of the package, for their constants
 */
export function findCalls(text: string, callee: Callee, others: readonly string[] = []): FoundCall[] {
  const tokens = tokensOf(text);
  const files = [tokens, ...others.map((other) => tokensOf(other))];
  return tokens.flatMap((token, at): FoundCall[] => {
    const open = openingOf(tokens, at, callee);
    if (open === undefined) return [];
    const argument = splitAt(tokens.slice(open + 1, closing(tokens, open)), ',')[callee.argument] ?? [];
    const texts = [...new Set(textsOf(argument, files, 0))].sort();
    return [{ position: positionAt(text, token.offset), texts }];
  });
}

/** The tokens of a file, up to what can't be read as Go: the compiler reports that. */
function tokensOf(text: string): GoToken[] {
  const tokens: GoToken[] = [];
  try {
    const scanner = new GoScanner(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
    for (let token = scanner.next(); token; token = scanner.next()) tokens.push(token);
  } catch (error) {
    if (!(error instanceof GoScanError)) throw error;
  }
  return tokens;
}

/** The bracket that opens the arguments, if a call of the func begins here. */
function openingOf(tokens: readonly GoToken[], at: number, { qualifier, name }: Callee): number | undefined {
  const before = tokens[at - 1]?.text;
  const words = qualifier === '.' ? [name, '('] : [qualifier, '.', name, '('];
  if (tokens[at]?.kind !== 'word' || before === '.' || before === 'func') return undefined;
  return words.every((word, i) => tokens[at + i]?.text === word) ? at + words.length - 1 : undefined;
}

/** The index of the partner of the bracket; the end if it has none. */
function closing(tokens: readonly GoToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    depth += depthChange(tokens[at]);
    if (depth === 0) return at;
  }
  return tokens.length;
}

function depthChange(token: GoToken | undefined): number {
  if (token?.kind !== 'mark') return 0;
  if ('([{'.includes(token.text)) return 1;
  return ')]}'.includes(token.text) ? -1 : 0;
}

/** Outside of brackets; Go allows a comma after the last argument. */
function splitAt(tokens: readonly GoToken[], mark: ',' | '+'): GoToken[][] {
  const parts: GoToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthChange(token);
    if (depth === 0 && token.kind === 'mark' && token.text === mark) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.at(-1)?.length === 0 ? parts.slice(0, -1) : parts;
}

type File = readonly GoToken[];

function textsOf(expression: File, files: readonly File[], depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  const inner = (part: File): string[] => textsOf(part, files, depth + 1);
  const summands = splitAt(expression, '+');
  if (summands.length > 1) return combine(summands.map(inner), (parts) => parts.join(''));
  const [first, second, third] = expression;
  if (!first) return [];
  if (first.text === '(' && closing(expression, 0) === expression.length - 1)
    return inner(expression.slice(1, -1));
  const isJoin =
    (first.text === 'filepath' || first.text === 'path') && second?.text === '.' && third?.text === 'Join';
  if (isJoin && expression[3]?.text === '(') {
    const parts = splitAt(expression.slice(4, closing(expression, 3)), ',');
    return combine(parts.map(inner), (elements) => posix.join(...elements));
  }
  if (expression.length > 1) return [];
  if (first.kind === 'string') return stringOf(first.text);
  if (first.kind !== 'word') return [];
  return files.flatMap((file, i) => assigned(file, first.text, i > 0).flatMap(inner)).slice(0, MAX_TEXTS);
}

/** Each of the first with each of the second, and so on; nothing if one of them is not known. */
function combine(parts: readonly (readonly string[])[], join: (parts: string[]) => string): string[] {
  const ways = parts.reduce<string[][]>(
    (all, texts) => all.flatMap((way) => texts.map((text) => [...way, text])).slice(0, MAX_TEXTS),
    [[]],
  );
  return ways.map(join);
}

function stringOf(literal: string): string[] {
  const text = literal.startsWith('`') ? literal.slice(1, -1).replaceAll('\r', '') : unquote(literal);
  return text === undefined ? [] : [text];
}

/** What a name is set to: `name := …`, `name = …`, `name string = …`. */
function assigned(tokens: File, name: string, isTopLevel: boolean): GoToken[][] {
  const found: GoToken[][] = [];
  let braces = 0;
  tokens.forEach((token, at) => {
    if (token.kind === 'mark' && token.text === '{') braces++;
    if (token.kind === 'mark' && token.text === '}') braces--;
    if (token.text !== name || token.kind !== 'word' || tokens[at - 1]?.text === '.') return;
    // Of other files only what stands outside of funcs is seen here.
    if (isTopLevel && braces > 0) return;
    const typed = tokens[at + 1]?.text === 'string' ? at + 2 : at + 1;
    const equals = tokens[typed]?.text === ':' ? typed + 1 : typed;
    if (tokens[equals]?.text !== '=' || tokens[equals + 1]?.text === '=') return;
    found.push(statement(tokens, equals + 1));
  });
  return found;
}

/** From here to the end of the statement. */
function statement(tokens: File, start: number): GoToken[] {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at];
    if (depth === 0 && at > start && (token?.startsStatement || token?.text === ';' || token?.text === '{'))
      return tokens.slice(start, at);
    depth += depthChange(token);
    if (depth < 0) return tokens.slice(start, at);
  }
  return tokens.slice(start);
}
