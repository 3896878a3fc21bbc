import { PRINTABLE } from '../mod-lexer';

/** A value as go.mod writes it: in double quotes if it can't be a word (modfile's AutoQuote). */
export function autoQuote(value: string): string {
  return mustQuote(value) ? `"${[...value].map(escape).join('')}"` : value;
}

function mustQuote(value: string): boolean {
  if (value === '' || /["'`]|\/\/|\/\*/.test(value)) return true;
  if (value.length > 1 && /[()[\]{},]/.test(value)) return true;
  return [...value].some((character) => !PRINTABLE.test(character));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** As Go's strconv.Quote. */
function escape(character: string): string {
  const simple = ESCAPES[character];
  if (simple !== undefined) return simple;
  if (character === ' ' || PRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) as number;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x1_0000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
