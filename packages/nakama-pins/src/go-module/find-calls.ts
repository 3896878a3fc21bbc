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
/** Longer texts are no paths. */
const MAX_LENGTH = 4096;
/** A constant of a constant. */
const MAX_DEPTH = 8;
/** What is longer is not taken for a text: a call may be the argument of a call, and so on. */
const MAX_TOKENS = 512;
/** Of a name that is set more often, the first ones count. */
const MAX_ASSIGNMENTS = 64;

type File = readonly GoToken[];

/** The token after the `=` that sets a name. */
interface Assignment {
  readonly file: File;
  readonly start: number;
}

/**
 * Finds calls of a func in the files of a package, with the texts that one argument can be: a string, a constant or
 * variable of the file or package that is set to one, strings joined by `+`, `path.Join` or `filepath.Join`. Files are not
 * type-checked: a name counts for each variable that is called so. Each file is taken apart once.
 */
export class PackageCalls {
  private readonly files: readonly File[];
  /** Of each file: what its names are set to. */
  private readonly own = new Map<File, ReadonlyMap<string, readonly Assignment[]>>();
  private shared: ReadonlyMap<string, readonly Assignment[]> | undefined;

  /** @param texts of the package's files */
  constructor(private readonly texts: readonly string[]) {
    this.files = texts.map(tokensOf);
  }

  /**
   * The calls in a file, in its order.
   *
   * @param index the file's, among those of the package
   */
  in(index: number, callee: Callee): FoundCall[] {
    const [file, text] = [this.files[index] ?? [], this.texts[index] ?? ''];
    const reader = new TextReader((name) => this.assignments(name, file));
    return file.flatMap((token, at): FoundCall[] => {
      const open = openingOf(file, at, callee);
      if (open === undefined) return [];
      const inside = file.slice(open + 1, closing(file, open));
      const argument = splitAt(inside, ',')[callee.argument] ?? [];
      const texts = [...new Set(reader.textsOf(argument, 0))].sort();
      return [{ position: positionAt(text, token.offset), texts }];
    });
  }

  /** What a name is set to: in the file itself, and outside of funcs in the others of the package. */
  private assignments(name: string, file: File): readonly Assignment[] {
    let own = this.own.get(file);
    if (!own) this.own.set(file, (own = assignmentsIn([file], false)));
    this.shared ??= assignmentsIn(this.files, true);
    const others = (this.shared.get(name) ?? []).filter((assignment) => assignment.file !== file);
    return [...(own.get(name) ?? []), ...others];
  }
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
function openingOf(tokens: File, at: number, { qualifier, name }: Callee): number | undefined {
  const before = tokens[at - 1]?.text;
  const words = qualifier === '.' ? [name, '('] : [qualifier, '.', name, '('];
  if (tokens[at]?.kind !== 'word' || before === '.' || before === 'func') return undefined;
  return words.every((word, i) => tokens[at + i]?.text === word) ? at + words.length - 1 : undefined;
}

/** The index of the partner of the bracket; that of the bracket if it is too far away. */
function closing(tokens: File, open: number): number {
  let depth = 0;
  for (let at = open; at < Math.min(tokens.length, open + MAX_TOKENS); at++) {
    depth += depthChange(tokens[at]);
    if (depth === 0) return at;
  }
  return tokens.length - open < MAX_TOKENS ? tokens.length : open;
}

function depthChange(token: GoToken | undefined): number {
  if (token?.kind !== 'mark') return 0;
  if ('([{'.includes(token.text)) return 1;
  return ')]}'.includes(token.text) ? -1 : 0;
}

/** Outside of brackets; Go allows a comma after the last argument. */
function splitAt(tokens: File, mark: ',' | '+'): GoToken[][] {
  const parts: GoToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthChange(token);
    if (depth === 0 && token.kind === 'mark' && token.text === mark) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.at(-1)?.length === 0 ? parts.slice(0, -1) : parts;
}

/** The texts that expressions of one file can be. */
class TextReader {
  /** By name and depth: constants of constants may name one many times. */
  private readonly known = new Map<string, readonly string[]>();

  constructor(private readonly assignments: (name: string) => readonly Assignment[]) {}

  textsOf(expression: File, depth: number): readonly string[] {
    if (depth > MAX_DEPTH) return [];
    const inner = (part: File): readonly string[] => this.textsOf(part, depth + 1);
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
    return first.kind === 'word' ? this.valuesOf(first.text, depth) : [];
  }

  private valuesOf(name: string, depth: number): readonly string[] {
    const key = `${depth} ${name}`;
    const known = this.known.get(key);
    if (known) return known;
    const values = this.assignments(name)
      .flatMap(({ file, start }) => this.textsOf(statement(file, start), depth + 1))
      .slice(0, MAX_TEXTS);
    this.known.set(key, values);
    return values;
  }
}

/** Each of the first with each of the second, and so on; nothing if one of them is not known. */
function combine(
  parts: readonly (readonly string[])[],
  join: (parts: string[]) => string,
): readonly string[] {
  const length = parts.reduce((sum, texts) => sum + Math.max(0, ...texts.map((text) => text.length)), 0);
  if (length > MAX_LENGTH) return [];
  const ways = parts.reduce<string[][]>(
    (all, texts) => all.flatMap((way) => texts.map((text) => [...way, text])).slice(0, MAX_TEXTS),
    [[]],
  );
  return ways.map(join);
}

function stringOf(literal: string): string[] {
  const text = literal.startsWith('`') ? literal.slice(1, -1).replaceAll('\r', '') : unquote(literal);
  return text === undefined || text.length > MAX_LENGTH ? [] : [text];
}

/** What names are set to: `name := …`, `name = …`, `name string = …`. */
function assignmentsIn(files: readonly File[], isTopLevel: boolean): Map<string, Assignment[]> {
  const found = new Map<string, Assignment[]>();
  for (const file of files) {
    let braces = 0;
    file.forEach((token, at) => {
      if (token.kind === 'mark' && token.text === '{') braces++;
      if (token.kind === 'mark' && token.text === '}') braces--;
      if (token.kind !== 'word' || file[at - 1]?.text === '.') return;
      // Of other files only what stands outside of funcs is seen here.
      if (isTopLevel && braces > 0) return;
      const typed = file[at + 1]?.text === 'string' ? at + 2 : at + 1;
      const equals = file[typed]?.text === ':' ? typed + 1 : typed;
      if (file[equals]?.text !== '=' || file[equals + 1]?.text === '=') return;
      const known = found.get(token.text) ?? [];
      if (known.length < MAX_ASSIGNMENTS) known.push({ file, start: equals + 1 });
      found.set(token.text, known);
    });
  }
  return found;
}

/** From here to the end of the statement; nothing if that is too far away. */
function statement(tokens: File, start: number): File {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at];
    if (at - start > MAX_TOKENS) return [];
    if (depth === 0 && at > start && (token?.startsStatement || token?.text === ';' || token?.text === '{'))
      return tokens.slice(start, at);
    depth += depthChange(token);
    if (depth < 0) return tokens.slice(start, at);
  }
  return tokens.slice(start);
}
