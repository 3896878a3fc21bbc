/** A word of a command, as the shell passes it on: without quotes and line continuations. */
export interface Word {
  readonly text: string;
  /** Offset in the script, UTF-16 code units from 0. */
  readonly start: number;
  /** Whether a part of it is in quotes: then it stays one word, whatever its variables hold. */
  readonly isQuoted: boolean;
}

/** A simple command: its words, in order. */
export type Command = readonly Word[];

/** How a kind of script is written. */
export interface Dialect {
  /** At the end of a line: the next one continues it. */
  readonly continues: string;
  /** Whether `\` takes the meaning of the next character. */
  readonly escapes: boolean;
}

export const SHELL: Dialect = { continues: '\\', escapes: true };
export const BATCH: Dialect = { continues: '^', escapes: false };
export const POWERSHELL: Dialect = { continues: '`', escapes: false };

const SPACE = /[ \t\r]/;
const ENDS = /[\n;&|()]/;
/** A comment line among continued lines, as Dockerfiles have them. */
const COMMENT_LINE = /[ \t]*#[^\n]*\n/y;

/**
 * The simple commands of a script, in order: separators, quotes, comments and continued lines as a POSIX shell has them
 * (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html), as far as commands of Go are written.
 * A command substitution stays in its word as it is written, and its own commands follow.
 *
 * `shell-quote` of npm does not tell where a word stands, and a finding has to.
 */
export function commandsOf(script: string, dialect: Dialect = SHELL): Command[] {
  return commandsIn(script, dialect, new Brackets(script), { from: 0, to: script.length, depth: 0 });
}

/** A part of a script: that of a command substitution, so many deep. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** Nobody nests command substitutions deeper; what is inside is not looked at. */
const MAX_DEPTH = 16;

function commandsIn(
  script: string,
  dialect: Dialect,
  brackets: Brackets,
  { from, to, depth }: Part,
): Command[] {
  const commands: Command[] = [];
  const nested: Command[] = [];
  let words: Word[] = [];
  let text: string | undefined;
  let start = 0;
  let isQuoted = false;
  const take = (characters: string, at: number) => {
    if (text === undefined) [text, start] = ['', at];
    text += characters;
  };
  const endWord = () => {
    if (text !== undefined) words.push({ text, start, isQuoted });
    [text, isQuoted] = [undefined, false];
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let i = from; i < to; i++) {
    const character = script.charAt(i);
    if (character === dialect.continues && isLineEnd(script, i + 1)) {
      i = continuation(script, i);
    } else if (character === '\\' && dialect.escapes) {
      take(script.charAt(++i), i - 1);
    } else if (character === '"' || character === "'") {
      const end = closingQuote(script, i, dialect, to);
      take(unescaped(script.slice(i + 1, end), character, dialect), i);
      isQuoted = true;
      i = end;
    } else if (character === '$' && /[({]/.test(script.charAt(i + 1))) {
      const end = brackets.closing(i + 1, to);
      take(script.slice(i, end + 1), i);
      const inner = script.charAt(i + 1) === '(' && end - i > 2;
      // The commands inside have their places in the same script.
      if (inner && depth < MAX_DEPTH && /\s/.test(script.slice(i, end))) {
        const part = { from: i + 2, to: end, depth: depth + 1 };
        for (const command of commandsIn(script, dialect, brackets, part)) nested.push(command);
      }
      i = end;
    } else if (character === '#' && text === undefined) {
      const end = script.indexOf('\n', i);
      i = (end < 0 ? to : end) - 1;
    } else if (SPACE.test(character)) {
      endWord();
    } else if (character === '&' && (text?.endsWith('>') || script.charAt(i + 1) === '>')) {
      take(character, i);
    } else if (ENDS.test(character)) {
      endCommand();
    } else take(character, i);
  }
  endCommand();
  return [...commands, ...nested];
}

/** The words of an exec form, `["go", "build"]`; undefined if it is none. */
export function execWords(text: string): Command | undefined {
  const [start] = /^\s*\[\s*/.exec(text) ?? [];
  if (start === undefined) return undefined;
  const words: Word[] = [];
  let at = start.length;
  for (LITERAL.lastIndex = at; LITERAL.test(text); LITERAL.lastIndex = at) {
    const end = LITERAL.lastIndex;
    const value = parsed(text.slice(at, end));
    if (value !== undefined) words.push({ text: value, start: at, isQuoted: true });
    at = afterComma(text, end);
  }
  return /^\]\s*$/.test(text.slice(at)) ? words : undefined;
}

const LITERAL = /"(?:[^"\\]|\\.)*"/y;

/** Behind white space, and a comma if there is one. */
function afterComma(text: string, from: number): number {
  const next = afterSpace(text, from);
  return text.charAt(next) === ',' ? afterSpace(text, next + 1) : next;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

function parsed(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
}

function isLineEnd(script: string, from: number): boolean {
  let at = from;
  while (SPACE.test(script.charAt(at))) at++;
  return script.charAt(at) === '\n';
}

/** The offset of the last character that the continuation takes away. */
function continuation(script: string, from: number): number {
  COMMENT_LINE.lastIndex = script.indexOf('\n', from) + 1;
  let end = COMMENT_LINE.lastIndex;
  while (COMMENT_LINE.test(script)) end = COMMENT_LINE.lastIndex;
  return end - 1;
}

function closingQuote(script: string, open: number, dialect: Dialect, to: number): number {
  const quote = script.charAt(open);
  for (let i = open + 1; i < to; i++) {
    const character = script.charAt(i);
    if (character === quote) return i;
    if (character === '\\' && quote === '"' && dialect.escapes) i++;
  }
  return to;
}

function unescaped(text: string, quote: string, { escapes, continues }: Dialect): string {
  if (quote === "'" || !text.includes(continues)) return text;
  return escapes ? text.replace(/\\\r?\n/g, '').replace(/\\(["\\$`])/g, '$1') : text;
}

/** The brackets of a script and their partners, found in one pass; those in braces of one line. */
class Brackets {
  private partners: ReadonlyMap<number, number> | undefined;

  constructor(private readonly script: string) {}

  /** Where the bracket is closed; one that is not closed before `to` is no substitution, and has its own place. */
  closing(open: number, to: number): number {
    this.partners ??= partnersIn(this.script);
    const close = this.partners.get(open);
    return close !== undefined && close < to ? close : open;
  }
}

function partnersIn(script: string): Map<number, number> {
  const partners = new Map<number, number>();
  const round: number[] = [];
  let curly: number[] = [];
  for (let i = 0; i < script.length; i++) {
    const character = script.charAt(i);
    if (character === '(') round.push(i);
    else if (character === '{') curly.push(i);
    else if (character === '\n') curly = [];
    const open = character === ')' ? round.pop() : character === '}' ? curly.pop() : undefined;
    if (open !== undefined) partners.set(open, i);
  }
  return partners;
}
