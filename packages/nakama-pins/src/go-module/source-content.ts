import { createHash } from 'node:crypto';
import { GoScanner, type GoToken, isKeyword } from './go-scanner';

/** No package-level name of the file is exported. */
export const NOTHING_EXPORTED = 'AAAA';
/** The file is not Go: its content is in no fingerprint. */
export const NOT_GO = '////';

const CODE_BYTES = 6;
const SURFACE_BYTES = 3;

/**
 * What a compiler reads of a Go file, as 6 bytes in base64 over its name and its code: comments, the ends of lines and
 * white space at the end of a line or of the file do not count, because they are in no position that Go exports. Of
 * other files all bytes count.
 */
export function codeOf(name: string, bytes: Buffer): string {
  return shortHash(CODE_BYTES, name, name.endsWith('.go') ? readByCompiler(bytes) : bytes);
}

/**
 * What Go certainly exports of a Go file, as 3 bytes in base64: the exported names at package level with their lines and
 * columns, and the text of their types and signatures (cmd/compile/internal/noder, writeUnifiedExport and writer.pos).
 * Two files with other surfaces give two fingerprints; with equal surfaces, bodies that are inlined may still differ.
 */
export function surfaceOf(name: string, bytes: Buffer): string {
  if (!name.endsWith('.go')) return NOT_GO;
  const exported = exportedText(withoutComments(bytes.toString('latin1')));
  return exported === '' ? NOTHING_EXPORTED : shortHash(SURFACE_BYTES, name, exported);
}

function shortHash(bytes: number, name: string, content: string | Buffer): string {
  const hash = createHash('sha256').update(`${name}\0`);
  hash.update(typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
  return hash.digest().subarray(0, bytes).toString('base64');
}

/** Comments that mean something to the compiler: then the whole text counts. */
const MEANINGFUL_COMMENT = /^[ \t]*\/[/*](?:line |export )|^[ \t]*import\s*"C"/m;
/** These count besides the code. */
const DIRECTIVE = /^\/\/go:.*$/gm;

function readByCompiler(bytes: Buffer): string {
  // Go's columns count bytes.
  const text = bytes.toString('latin1').replaceAll('\r', '');
  if (MEANINGFUL_COMMENT.test(text)) return text;
  return [withoutComments(text), ...(text.match(DIRECTIVE) ?? [])].join('\n');
}

const COMMENT_OR_QUOTED = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'/g;

/** With spaces in place of comments, so that all else keeps its line and column. */
function withoutComments(text: string): string {
  return text
    .replace(COMMENT_OR_QUOTED, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found))
    .replace(/\r/g, '')
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}

/** The same type by two names. */
const SAME_TYPE = new Map([
  ['byte', 'uint8'],
  ['rune', 'int32'],
]);

/** Of a text without comments. */
function exportedText(text: string): string {
  try {
    return [...declarations(text)].join('\n');
  } catch {
    // Not Go: no compiler exports anything of it.
    return '';
  }
}

function* declarations(text: string): Iterable<string> {
  const lineOf = lineCounter(text);
  for (const statement of statements(text)) {
    const [keyword, ...rest] = statement;
    if (keyword?.text === 'func') {
      const signature = exportedSignature(rest);
      if (signature) yield described('func', signature.name, signature.tokens, lineOf);
    } else if (keyword && ['const', 'type', 'var'].includes(keyword.text)) {
      for (const spec of specsOf(rest)) {
        const [name] = namesOf(spec).filter((token) => isExported(token.text));
        if (name) yield described(keyword.text, name, certainPart(keyword.text, spec), lineOf);
      }
    }
  }
}

function described(
  keyword: string,
  { offset }: GoToken,
  tokens: readonly GoToken[],
  lineOf: (offset: number) => string,
): string {
  const words = tokens.map(({ text }) => SAME_TYPE.get(text) ?? text);
  return `${keyword} ${lineOf(offset)} ${words.join(' ')}`;
}

/** `line:column`, for offsets that grow. */
function lineCounter(text: string): (offset: number) => string {
  let line = 1;
  let start = 0;
  return (offset) => {
    for (let end = text.indexOf('\n', start); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    return `${line}:${offset - start + 1}`;
  };
}

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** The declarations at package level, each with all its tokens. */
function* statements(text: string): Iterable<GoToken[]> {
  const scanner = new GoScanner(text);
  yield* split(tokensOf(scanner));
}

function* tokensOf(scanner: GoScanner): Iterable<GoToken> {
  for (let token = scanner.next(); token; token = scanner.next()) yield token;
}

/** At line ends and semicolons that are in no brackets. */
function* split(tokens: Iterable<GoToken>): Iterable<GoToken[]> {
  let depth = 0;
  let statement: GoToken[] = [];
  for (const token of tokens) {
    const isSemicolon = depth === 0 && token.text === ';';
    if (depth === 0 && (token.startsStatement || isSemicolon) && statement.length > 0) {
      yield statement;
      statement = [];
    }
    if (isSemicolon) continue;
    statement.push(token);
    if (token.kind !== 'mark') continue;
    if (OPENING.has(token.text)) depth++;
    else if (CLOSING.has(token.text)) depth--;
  }
  if (statement.length > 0) yield statement;
}

/** `A int` of `var A int`, and every line of `var ( … )`. */
function specsOf(tokens: readonly GoToken[]): GoToken[][] {
  return tokens[0]?.text === '(' ? [...split(tokens.slice(1, -1))] : [[...tokens]];
}

/** The names that a spec declares: `A` and `B` of `A, B = 1, 2`. */
function namesOf(spec: readonly GoToken[]): GoToken[] {
  const names: GoToken[] = [];
  for (let i = 0; spec[i]?.kind === 'word'; i += 2) {
    names.push(spec[i] as GoToken);
    if (spec[i + 1]?.text !== ',') break;
  }
  return names;
}

/** A variable's value is not exported, and the value of a constant is certain only if no other name is in it. */
function certainPart(keyword: string, spec: GoToken[]): GoToken[] {
  if (keyword === 'type') return spec;
  const equals = spec.findIndex(({ text }) => text === '=');
  if (equals < 0) return spec;
  const isPlain = spec.slice(equals).every(({ kind }) => kind !== 'word');
  return keyword === 'const' && isPlain ? spec : spec.slice(0, equals);
}

/** The name of an exported function, or method of an exported type, and its tokens up to the body. */
function exportedSignature(tokens: readonly GoToken[]): { name: GoToken; tokens: GoToken[] } | undefined {
  let at = 0;
  if (tokens[0]?.text === '(') {
    at = groupEnd(tokens, 0);
    const receiver = tokens.slice(1, at - 1);
    const bracket = receiver.findIndex(({ text }) => text === '[');
    const type = (bracket < 0 ? receiver : receiver.slice(0, bracket)).at(-1);
    if (!type || !isExported(type.text)) return undefined;
  }
  const name = tokens[at];
  if (name?.kind !== 'word' || !isExported(name.text)) return undefined;
  return { name, tokens: tokens.slice(0, bodyStart(tokens, at)) };
}

/** The index after the bracket that closes the one at an index. */
function groupEnd(tokens: readonly GoToken[], start: number): number {
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    const { kind, text } = tokens[i] as GoToken;
    if (kind !== 'mark') continue;
    if (OPENING.has(text)) depth++;
    if (CLOSING.has(text) && --depth === 0) return i + 1;
  }
  return tokens.length;
}

/** A brace outside of brackets opens the body, unless it belongs to `struct {…}` or `interface {…}`. */
function bodyStart(tokens: readonly GoToken[], start: number): number {
  for (let i = start; i < tokens.length; ) {
    const { kind, text } = tokens[i] as GoToken;
    const before = tokens[i - 1]?.text;
    if (text === '{' && before !== 'struct' && before !== 'interface') return i;
    i = kind === 'mark' && OPENING.has(text) ? groupEnd(tokens, i) : i + 1;
  }
  return tokens.length;
}

/** Names begin with a capital letter; what is not ASCII is left out, because the text has bytes in place of letters. */
function isExported(name: string): boolean {
  return /^[A-Z]/.test(name) && !isKeyword(name);
}
