/** A word, string or punctuation mark, and where it begins in the whole text (UTF-16 code units from 0). */
export interface ModToken {
  readonly text: string;
  readonly offset: number;
}

/** A `//` comment up to its line's end, without the line break. */
export interface ModComment {
  readonly text: string;
  readonly offset: number;
}

/** Why a line can't be a line of a go.mod file. */
export interface LexProblem {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

export interface LexedLine {
  readonly tokens: readonly ModToken[];
  readonly comment?: ModComment;
  /** If set, the tokens and the comment after this place are missing. */
  readonly problem?: LexProblem;
}

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const STAR = 0x2a;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const BACKQUOTE = 0x60;

/** Which ASCII characters are tokens of their own, and which may be part of a word. */
const PUNCTUATION = asciiTable((character) => '()[]{},'.includes(character));
const WORD = asciiTable(
  (character) => character > ' ' && character < '\x7f' && !'()[]{},'.includes(character),
);

function asciiTable(includes: (character: string) => boolean): readonly boolean[] {
  return Array.from({ length: 0x80 }, (_, code) => includes(String.fromCharCode(code)));
}

/** Printable by Go's unicode.IsPrint, except the space. */
export const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

/**
 * Splits one line as golang.org/x/mod/modfile does. No token of a valid file spans lines.
 *
 * @param start first code unit of the line
 * @param end code unit after its last, the line break left out
 */
export function lexLine(text: string, start: number, end: number): LexedLine {
  const tokens: ModToken[] = [];
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB || code === CARRIAGE_RETURN) {
      at++;
      continue;
    }
    if (code === SLASH && at + 1 < end) {
      const next = text.charCodeAt(at + 1);
      if (next === SLASH) return { tokens, comment: commentAt(text, at, end) };
      if (next === STAR) return { tokens, problem: slashStar(at) };
    }
    const tokenStart = at;
    if (PUNCTUATION[code]) {
      at++;
    } else if (code === QUOTE || code === BACKQUOTE) {
      at = stringEnd(text, at, end, code);
      if (at < 0) return { tokens, problem: unterminatedString(text, tokenStart, end) };
    } else {
      at = wordEnd(text, at, end);
      if (at === tokenStart) return { tokens, problem: strangeCharacter(text, at) };
      if (at + 1 < end && text.charCodeAt(at) === SLASH && text.charCodeAt(at + 1) === STAR) {
        return { tokens, problem: slashStar(at) };
      }
    }
    tokens.push({ text: text.slice(tokenStart, at), offset: tokenStart });
  }
  return { tokens };
}

function commentAt(text: string, offset: number, end: number): ModComment {
  // The \r of CRLF belongs to the line break; one that ends the file does not.
  const crlf = text.charCodeAt(end - 1) === CARRIAGE_RETURN && end < text.length;
  return { text: text.slice(offset, crlf ? end - 1 : end), offset };
}

/** The code unit after the closing quote, or -1 if the line ends first. */
function stringEnd(text: string, start: number, end: number, quote: number): number {
  let at = start + 1;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    at += code === BACKSLASH && quote === QUOTE ? 2 : 1;
  }
  return -1;
}

function wordEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      if (!WORD[code]) return at;
      if (code === SLASH && at + 1 < end) {
        const next = text.charCodeAt(at + 1);
        if (next === SLASH || next === STAR) return at;
      }
      at++;
    } else {
      const character = String.fromCodePoint(text.codePointAt(at) as number);
      if (!PRINTABLE.test(character)) return at;
      at += character.length;
    }
  }
  return at;
}

function slashStar(offset: number): LexProblem {
  return { offset, message: 'a /* */ comment is not allowed here', fix: 'write it as a // comment' };
}

function unterminatedString(text: string, offset: number, end: number): LexProblem {
  const quote = text.charAt(offset);
  const rest = text.slice(offset, end).trimEnd();
  return { offset, message: `the string ${rest} does not end on its line`, fix: `close it with ${quote}` };
}

function strangeCharacter(text: string, offset: number): LexProblem {
  const code = text.codePointAt(offset) as number;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code === 0xfeff) {
    return {
      offset,
      message: 'the file has a byte order mark, which Go refuses',
      fix: 'save the file as UTF-8 without a byte order mark',
    };
  }
  return { offset, message: `the character ${name} is not allowed here`, fix: 'delete it' };
}
