import { type Origin, originBehind, type Piece, type TracedText, wholeText } from './traced-text';

/** The variables of a text after substitution; in `value`, those without a value remain as `${NAME}`. */
export interface Substitution extends TracedText {
  /** The first variable without a value. */
  readonly unresolved?: string;
  /** Every variable looked up, in order. */
  readonly variables: readonly string[];
}

/** No person nests defaults deeper, and a hostile file must not exhaust the stack. */
const MAX_NESTING = 16;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Substitutes `$V`, `${V}`, `${V:-x}`, `${V-x}`, `${V:+x}`, `${V+x}`, `${V:?x}` and `${V?x}`, nested ones included: what
 * Dockerfiles (https://docs.docker.com/reference/dockerfile/#environment-replacement) and compose files
 * (https://docs.docker.com/reference/compose-file/interpolation/) have in common. Other operators (`${V#x}`) leave the
 * variable unresolved. `$$` is a plain `$`.
 *
 * @param origin the place of the text, from which the places of the result's pieces follow
 */
export function substitute(text: string, lookup: Lookup, origin?: Origin, nesting = 0): Substitution {
  if (!text.includes('$')) return { ...wholeText(text, origin), variables: [] };
  const variables: string[] = [];
  const pieces: Piece[] = [];
  let unresolved: string | undefined;
  let at = 0;
  const take = (part: Substitution) => {
    pieces.push(...part.pieces);
    unresolved ??= part.unresolved;
    variables.push(...part.variables);
  };
  const takeLiteral = (start: number, end?: number) => {
    const literal = text.slice(start, end);
    if (literal !== '') pieces.push({ text: literal, origin: originBehind(origin, start), isGlue: true });
  };
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    takeLiteral(at, dollar);
    const reference = readReference(text, dollar);
    at = reference?.end ?? dollar + (text[dollar + 1] === '$' ? 2 : 1);
    if (!reference) pieces.push({ text: '$', isGlue: true });
    else if (nesting === MAX_NESTING) take(unknown(reference.name));
    else take(resolve(reference, lookup, origin, nesting));
  }
  takeLiteral(at);
  return { value: pieces.map((piece) => piece.text).join(''), pieces, unresolved, variables };
}

/** The value of a variable. */
export type Lookup = (name: string) => TracedText | undefined;

interface Reference {
  readonly name: string;
  /** The text between the name and `}`. */
  readonly rest: string;
  readonly restStart: number;
  readonly end: number;
}

function readReference(text: string, dollar: number): Reference | undefined {
  const braced = text[dollar + 1] === '{';
  NAME.lastIndex = dollar + (braced ? 2 : 1);
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  const afterName = NAME.lastIndex;
  if (!braced) return { name, rest: '', restStart: afterName, end: afterName };
  const close = closingBrace(text, afterName);
  if (close === undefined) return undefined;
  return { name, rest: text.slice(afterName, close), restStart: afterName, end: close + 1 };
}

function closingBrace(text: string, from: number): number | undefined {
  let open = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{' && text[i - 1] === '$') open++;
    else if (text[i] === '}' && --open === 0) return i;
  }
  return undefined;
}

function resolve(
  { name, rest, restStart }: Reference,
  lookup: Lookup,
  origin: Origin | undefined,
  nesting: number,
): Substitution {
  const found = lookup(name);
  const operator = /^:?[-+?]/.exec(rest)?.[0] ?? '';
  if (rest !== '' && operator === '') return unknown(name);
  // The colon form treats an empty value as none.
  const isSet = found !== undefined && !(operator.startsWith(':') && found.value === '');
  const wordOrigin = originBehind(origin, restStart + operator.length);
  const word = () => substitute(rest.slice(operator.length), lookup, wordOrigin, nesting + 1);
  if (operator.endsWith('+')) {
    return isSet ? withVariable(name, word()) : { ...wholeText(''), variables: [name] };
  }
  if (isSet) return { value: found.value, pieces: found.pieces, variables: [name] };
  return operator.endsWith('-') ? withVariable(name, word()) : unknown(name);
}

function withVariable(name: string, substitution: Substitution): Substitution {
  return { ...substitution, variables: [name, ...substitution.variables] };
}

function unknown(name: string): Substitution {
  return { ...wholeText(`\${${name}}`), unresolved: name, variables: [name] };
}
