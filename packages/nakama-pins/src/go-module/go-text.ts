// Go and JavaScript disagree about white space: U+0085 is space in Go only, U+FEFF in JavaScript only.
const SPACE = '[\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING = new RegExp(`^${SPACE}+`);
const SPACES = new RegExp(`${SPACE}+`);
const ONE_SPACE = new RegExp(SPACE);

/** Go's strings.TrimSpace. */
export function trimSpace(text: string): string {
  let end = text.length;
  while (end > 0 && ONE_SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(0, end).replace(LEADING, '');
}

/** Go's strings.Fields: the words between white space. */
export function fields(text: string): string[] {
  return text.split(SPACES).filter((word) => word !== '');
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

const ESCAPE = /\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

/**
 * The value of a Go string literal in double quotes (https://go.dev/ref/spec#String_literals); undefined
 * if it is none.
 */
export function unquote(literal: string): string | undefined {
  if (literal.length < 2 || !literal.startsWith('"') || !literal.endsWith('"')) return undefined;
  const body = literal.slice(1, -1);
  if (!/["\\\n]/.test(body)) return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const character = body.charAt(at);
    if (character === '"' || character === '\n') return undefined;
    if (character !== '\\') {
      const next = body.slice(at).search(/["\\\n]/);
      const end = next < 0 ? body.length : at + next;
      parts.push(Buffer.from(body.slice(at, end)));
      at = end;
      continue;
    }
    ESCAPE.lastIndex = at;
    const match = ESCAPE.exec(body);
    const bytes = match && escapedBytes(match);
    if (!match || !bytes) return undefined;
    parts.push(bytes);
    at += match[0].length;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `\x` and octal escapes are bytes, `\u` and `\U` code points. */
function escapedBytes([, simple, hex, octal, short, long]: RegExpExecArray): Buffer | undefined {
  if (simple !== undefined) return Buffer.from(SIMPLE_ESCAPES[simple] as string);
  if (hex !== undefined) return Buffer.of(Number.parseInt(hex, 16));
  if (octal !== undefined) return Buffer.of(Number.parseInt(octal, 8));
  const codePoint = Number.parseInt((short ?? long) as string, 16);
  const surrogate = codePoint >= 0xd800 && codePoint < 0xe000;
  return codePoint > 0x10ffff || surrogate ? undefined : Buffer.from(String.fromCodePoint(codePoint));
}
