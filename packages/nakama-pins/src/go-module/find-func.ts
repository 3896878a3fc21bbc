import { positionAt } from '../input/positions';
import type { Position } from '../input/problem';
import { GoScanError, GoScanner, type GoToken, isKeyword } from './go-scanner';

export interface FuncParameters {
  /** Empty if the parameter has no name; several if they share a type (`a, b int`). */
  readonly names: readonly string[];
  /** As written, without comments and needless spaces: `*sql.DB`, `...string`. */
  readonly typeText: string;
  readonly position: Position;
}

/** A func declaration at the top level of a Go file. */
export interface FuncDeclaration {
  /** The place of `func`. */
  readonly position: Position;
  /** True for a method. */
  readonly receiver: boolean;
  readonly typeParams: boolean;
  readonly params: readonly FuncParameters[];
  /** The types of the results, one each. */
  readonly results: readonly string[];
}

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/**
 * The top-level declaration of a func, not the same words in comments, strings, calls and func literals.
 * If a func and methods have the name, it is the func; else the first method. Undefined if none has the name,
 * or if the file can't be read as Go up to it.
 */
export function findTopLevelFunc(text: string, name: string): FuncDeclaration | undefined {
  if (!text.includes(name)) return undefined;
  let method: FuncDeclaration | undefined;
  try {
    const reader = new TokenReader(text);
    while (reader.current) {
      if (!reader.atDeclaration || reader.current.text !== 'func') {
        reader.advance();
        continue;
      }
      const declaration = readDeclaration(reader, name, text);
      if (declaration && !declaration.receiver) return declaration;
      method ??= declaration;
    }
  } catch (error) {
    // Go's compiler reports this; the search need not.
    if (!(error instanceof GoScanError)) throw error;
  }
  return method;
}

/** The tokens of a file, with the depth of brackets around the current one. */
class TokenReader {
  current: GoToken | undefined;
  private depth = 0;
  private afterSemicolon = true;
  private readonly scanner: GoScanner;

  constructor(text: string) {
    this.scanner = new GoScanner(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
    this.current = this.scanner.next();
  }

  /** Whether the current token begins a top-level declaration. */
  get atDeclaration(): boolean {
    return this.depth === 0 && (this.afterSemicolon || this.current?.startsStatement === true);
  }

  advance(): void {
    const { current } = this;
    if (current?.kind === 'mark') {
      if (OPENING.has(current.text)) this.depth++;
      else if (CLOSING.has(current.text)) this.depth--;
    }
    this.afterSemicolon = current?.text === ';';
    this.current = this.scanner.next();
  }

  /** The tokens from the current bracket to its partner, both included; continues after them. */
  group(): GoToken[] {
    const outside = this.depth;
    const tokens: GoToken[] = [];
    do {
      if (this.current) tokens.push(this.current);
      this.advance();
    } while (this.current && this.depth > outside);
    return tokens;
  }
}

/** Reads on from `func`; undefined if it declares another name. */
function readDeclaration(reader: TokenReader, name: string, text: string): FuncDeclaration | undefined {
  const position = positionAt(text, (reader.current as GoToken).offset);
  reader.advance();
  const receiver = reader.current?.text === '(';
  if (receiver) reader.group();
  if (reader.current?.text !== name) return undefined;
  reader.advance();
  const typeParams = reader.current?.text === '[';
  if (typeParams) reader.group();
  if (reader.current?.text !== '(') return undefined;
  const params = readParameters(reader.group().slice(1, -1), text);
  return { position, receiver, typeParams, params, results: readResults(reader, text) };
}

function readResults(reader: TokenReader, text: string): string[] {
  if (reader.current?.text === '(' && !reader.current.startsStatement) {
    return readParameters(reader.group().slice(1, -1), text).flatMap(({ names, typeText }) =>
      Array.from({ length: names.length || 1 }, () => typeText),
    );
  }
  const tokens: GoToken[] = [];
  while (reader.current && !reader.atDeclaration && !beginsBody(reader.current, tokens.at(-1))) {
    if (OPENING.has(reader.current.text)) {
      for (const token of reader.group()) tokens.push(token);
    } else {
      tokens.push(reader.current);
      reader.advance();
    }
  }
  return tokens.length > 0 ? [typeText(tokens)] : [];
}

/** A brace is a func's body unless it belongs to `struct {…}` or `interface {…}`. */
function beginsBody({ text }: GoToken, before: GoToken | undefined): boolean {
  return text === '{' && before?.text !== 'struct' && before?.text !== 'interface';
}

/** A parameter list without its parentheses (https://go.dev/ref/spec#ParameterList). */
function readParameters(tokens: readonly GoToken[], text: string): FuncParameters[] {
  const entries = splitAtCommas(tokens);
  if (!entries.some(hasName)) {
    return entries.map((entry) => ({ names: [], typeText: typeText(entry), position: startOf(entry, text) }));
  }
  const params: FuncParameters[] = [];
  let shared: GoToken[] = [];
  for (const entry of entries) {
    const [nameToken, ...type] = entry;
    if (nameToken) shared.push(nameToken);
    if (type.length === 0) continue;
    const names = shared.map((token) => token.text);
    params.push({ names, typeText: typeText(type), position: startOf(shared, text) });
    shared = [];
  }
  return params;
}

function splitAtCommas(tokens: readonly GoToken[]): GoToken[][] {
  const entries: GoToken[][] = [];
  let entry: GoToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === ',' && depth === 0) {
      entries.push(entry);
      entry = [];
      continue;
    }
    if (OPENING.has(token.text)) depth++;
    else if (CLOSING.has(token.text)) depth--;
    entry.push(token);
  }
  // Go allows a comma after the last parameter.
  if (entry.length > 0) entries.push(entry);
  return entries;
}

/** Whether an entry is `name Type` and not a type alone: `pkg.Type`, `List[int]`, `chan int`. */
function hasName(entry: readonly GoToken[]): boolean {
  const [first, second] = entry;
  if (first?.kind !== 'word' || isKeyword(first.text) || !second) return false;
  if (second.text === '.') return entry[2]?.text === '.';
  if (second.text !== '[') return true;
  // `list []int` continues after the bracket; the generic type `List[int]` ends with it.
  let depth = 0;
  const close = entry.findIndex(({ text }) => {
    if (text === '[') depth++;
    if (text === ']') depth--;
    return depth === 0 && text === ']';
  });
  return close < entry.length - 1;
}

/** Joined as gofmt would do for the types in use: with a space only between two words. */
function typeText(tokens: readonly GoToken[]): string {
  return tokens
    .map(({ kind, text }, index) => {
      const before = tokens[index - 1];
      return before?.kind === 'word' && kind === 'word' ? ` ${text}` : text;
    })
    .join('');
}

function startOf([first]: readonly GoToken[], text: string): Position {
  return positionAt(text, (first as GoToken).offset);
}
