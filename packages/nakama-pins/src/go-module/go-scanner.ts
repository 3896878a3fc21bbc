export type GoTokenKind = 'word' | 'string' | 'literal' | 'mark';

/** A Go token: a word is an identifier or keyword, a literal a number or rune, a mark any other character. */
export interface GoToken {
  readonly kind: GoTokenKind;
  readonly text: string;
  /** UTF-16 code units from 0. */
  readonly offset: number;
  /** Whether Go puts a semicolon before the token: the line before it is complete. */
  readonly startsStatement: boolean;
}

/** Why a text can't be split into Go tokens. */
export class GoScanError extends Error {
  constructor(
    message: string,
    readonly offset: number,
    /** The text ends within the token: more of the file may complete it. */
    readonly atEnd: boolean,
  ) {
    super(message);
  }
}

const WORD = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const ASCII_WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
// Loose on purpose: the compiler judges what a number may look like.
const NUMBER = /\.?[0-9](?:[eEpP][+-]|[0-9A-Za-z_.])*/y;
const STRING = /"(?:[^"\\\n]|\\[^\n])*"/y;
const RUNE = /'(?:[^'\\\n]|\\[^\n])*'/y;

/** Words after which a line's end ends the statement, as after any identifier (https://go.dev/ref/spec#Semicolons). */
const ENDING_KEYWORDS = new Set(['break', 'continue', 'fallthrough', 'return']);

const KEYWORDS = new Set(
  (
    'break case chan const continue default defer else fallthrough for func go goto if import interface map ' +
    'package range return select struct switch type var'
  ).split(' '),
);

export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}

/** Splits Go source into tokens, one for each call; comments and white space are skipped. */
export class GoScanner {
  private at: number;
  private statementEnds = true;

  constructor(
    private readonly text: string,
    start = 0,
  ) {
    this.at = start;
  }

  /**
   * The next token, or undefined at the text's end.
   *
   * @throws GoScanError at a comment, string or rune without end
   */
  next(): GoToken | undefined {
    const newLine = this.skipSpace();
    const offset = this.at;
    if (offset >= this.text.length) return undefined;
    const startsStatement = this.statementEnds && (newLine || offset === 0);
    const kind = this.readToken();
    const text = this.text.slice(offset, this.at);
    this.statementEnds = endsStatement(kind, text);
    return { kind, text, offset, startsStatement };
  }

  /** @returns whether a line ended */
  private skipSpace(): boolean {
    const { text } = this;
    let newLine = false;
    for (;;) {
      const character = text.charAt(this.at);
      if (character === '\n') {
        newLine = true;
        this.at++;
      } else if (character === ' ' || character === '\t' || character === '\r') {
        this.at++;
      } else if (character === '/' && text.charAt(this.at + 1) === '/') {
        const end = text.indexOf('\n', this.at);
        this.at = end < 0 ? text.length : end;
      } else if (character === '/' && text.charAt(this.at + 1) === '*') {
        const end = text.indexOf('*/', this.at + 2);
        if (end < 0) throw new GoScanError('the comment does not end', this.at, true);
        newLine ||= text.slice(this.at, end).includes('\n');
        this.at = end + 2;
      } else {
        return newLine;
      }
    }
  }

  private readToken(): GoTokenKind {
    const { text, at } = this;
    const character = text.charAt(at);
    if (character === '"') return this.matchQuoted(STRING, 'string');
    if (character === "'") return this.matchQuoted(RUNE, 'literal');
    if (character === '`') {
      const end = text.indexOf('`', at + 1);
      if (end < 0) throw new GoScanError('the raw string does not end', at, true);
      this.at = end + 1;
      return 'string';
    }
    if (this.match(character < '\x80' ? ASCII_WORD : WORD)) {
      // An identifier that begins with ASCII letters may continue with others.
      if (text.charCodeAt(this.at) >= 0x80) {
        this.at = at;
        this.match(WORD);
      }
      return 'word';
    }
    if (this.match(NUMBER)) return 'literal';
    const two = text.slice(at, at + 2);
    this.at += two === '++' || two === '--' ? 2 : 1;
    return 'mark';
  }

  private match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private matchQuoted(pattern: RegExp, kind: GoTokenKind): GoTokenKind {
    const offset = this.at;
    if (this.match(pattern)) return kind;
    const atEnd = this.text.indexOf('\n', offset) < 0;
    throw new GoScanError('the quoted text does not end on its line', offset, atEnd);
  }
}

function endsStatement(kind: GoTokenKind, text: string): boolean {
  if (kind === 'word') return !isKeyword(text) || ENDING_KEYWORDS.has(text);
  if (kind === 'mark') return [')', ']', '}', '++', '--'].includes(text);
  return true;
}
