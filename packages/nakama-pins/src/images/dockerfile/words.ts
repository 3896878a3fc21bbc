import { JOINED } from './instructions';

/** A word of an instruction. */
export interface InstructionWord {
  /** With its quotes. */
  readonly text: string;
  /** Offset in the text that the words were taken from. */
  readonly start: number;
}

/** The words of an instruction's arguments; quotes and backslashes keep spaces. */
export function wordsIn(text: string): InstructionWord[] {
  const words = text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\]|["'\\])+/gs);
  const all = [...words].map((match) => ({ text: match[0], start: match.index }));
  return text.includes(JOINED) ? all.flatMap(withoutJoined) : all;
}

function withoutJoined({ text, start }: InstructionWord): InstructionWord[] {
  const written = text.replaceAll(JOINED, '');
  const before = text.search(/[^\uE000]/);
  return written === '' ? [] : [{ text: written, start: start + before }];
}

/** `NAME=value` of ARG and ENV. */
export interface Pair {
  readonly name: string;
  /** Without quotes; undefined if there is no `=`. */
  readonly value: string | undefined;
  /** Where the value begins, behind its quote. */
  readonly start: number;
}

/** `A=1 B="x y"`, and of ENV also `A x y`. */
export function pairsIn(text: string): Pair[] {
  const words = wordsIn(text);
  const [first] = words;
  if (first && !first.text.includes('=') && words.length > 1) {
    const rest = text.slice(first.start + first.text.length);
    const value = rest.replaceAll(JOINED, '').trim();
    return [
      {
        name: first.text,
        value,
        start: first.start + first.text.length + rest.length - rest.trimStart().length,
      },
    ];
  }
  return words.map(({ text: word, start }) => {
    const equals = word.indexOf('=');
    if (equals < 0) return { name: word, value: undefined, start };
    const written = word.slice(equals + 1);
    const quoted = /^(["']).*\1$/s.test(written) && written.length > 1;
    return {
      name: word.slice(0, equals),
      value: withoutQuotes(written),
      start: start + equals + (quoted ? 2 : 1),
    };
  });
}

/** In single quotes everything is itself; elsewhere `\` takes the meaning of the next character. */
function withoutQuotes(word: string): string {
  if (!/["'\\]/.test(word)) return word;
  return word.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs,
    (_, double: string | undefined, single: string | undefined, escaped: string | undefined) =>
      double?.replace(/\\(["\\$])/g, '$1') ?? single ?? escaped ?? '',
  );
}
