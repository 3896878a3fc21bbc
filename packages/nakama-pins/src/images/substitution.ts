import { InputError, type Position } from '../input/problem';
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

/** What variables may add to a text: a chain of them, each twice in the next, grows to the power. */
const MAX_LENGTH = 65_536;
const MAX_PIECES = 4096;

/** Variables that expand to more than a text may hold. `withinLimits` makes it a problem of the file. */
class TooLarge extends Error {}

/**
 * Does what substitutes variables.
 *
 * @param placeOf where the text is that is too large
 * @throws InputError if variables expand to more than 65,536 characters
 */
export function withinLimits<T>(
  placeOf: () => { readonly file: string; readonly position: Position },
  work: () => T,
): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    throw new InputError([
      {
        ...placeOf(),
        message: 'the variables here expand to too long a text',
        expected: `at most ${MAX_LENGTH} characters, in ${MAX_PIECES} parts`,
        fix: 'write the value out, or do not let variables repeat each other',
      },
    ]);
  }
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Substitutes `$V`, `${V}`, `${V:-x}`, `${V-x}`, `${V:+x}`, `${V+x}`, `${V:?x}` and `${V?x}`, nested ones included: what
 * Dockerfiles (https://docs.docker.com/reference/dockerfile/#environment-replacement) and compose files
 * (https://docs.docker.com/reference/compose-file/interpolation/) have in common. Other operators (`${V#x}`) leave the
 * variable unresolved. `$$` is a plain `$`.
 *
 * @param origin the place of the text, from which the places of the result's pieces follow
 * @throws an error that `withinLimits` knows, if the variables expand to too much
 */
export function substitute(text: string, lookup: Lookup, origin?: Origin, nesting = 0): Substitution {
  if (!text.includes('$')) return { ...wholeText(text, origin), variables: [] };
  const variables: string[] = [];
  const pieces: Piece[] = [];
  let unresolved: string | undefined;
  let at = 0;
  let length = 0;
  const closing = closingBraces(text);
  const take = (part: Substitution) => {
    length += part.value.length;
    const count = Math.max(pieces.length + part.pieces.length, variables.length + part.variables.length);
    if (length > MAX_LENGTH || count > MAX_PIECES) throw new TooLarge();
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
    const reference = readReference(text, dollar, closing);
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

function readReference(
  text: string,
  dollar: number,
  closing: ReadonlyMap<number, number>,
): Reference | undefined {
  const braced = text[dollar + 1] === '{';
  NAME.lastIndex = dollar + (braced ? 2 : 1);
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  const afterName = NAME.lastIndex;
  if (!braced) return { name, rest: '', restStart: afterName, end: afterName };
  const close = closing.get(dollar + 1);
  if (close === undefined) return undefined;
  return { name, rest: text.slice(afterName, close), restStart: afterName, end: close + 1 };
}

/** Of each `{` of a `${` that is closed: where. */
function closingBraces(text: string): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let i = text.indexOf('${'); i >= 0 && i < text.length; i++) {
    const character = text[i];
    if (character === '{' && text[i - 1] === '$') open.push(i);
    const last = character === '}' ? open.pop() : undefined;
    if (last !== undefined) closing.set(last, i);
  }
  return closing;
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
