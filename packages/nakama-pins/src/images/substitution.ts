/** What became of the variables in a text. */
export interface Substitution {
  /** Variables without a value stand here as `${NAME}`. */
  readonly value: string;
  /** The first variable that nothing gives a value. */
  readonly unresolved?: string;
  /** Every variable looked up, in order. */
  readonly variables: readonly string[];
}

/** No file written by a person nests defaults deeper; a hostile one must not exhaust the stack. */
const MAX_NESTING = 16;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Substitutes `$V`, `${V}`, `${V:-x}`, `${V-x}`, `${V:+x}`, `${V+x}`, `${V:?x}` and `${V?x}`, nested ones included: what
 * Dockerfiles (https://docs.docker.com/reference/dockerfile/#environment-replacement) and compose files
 * (https://docs.docker.com/reference/compose-file/interpolation/) have in common. Other operators (`${V#x}`) leave the
 * variable unresolved. `$$` is a plain `$`.
 */
export function substitute(
  text: string,
  lookup: (name: string) => string | undefined,
  nesting = 0,
): Substitution {
  if (!text.includes('$')) return { value: text, variables: [] };
  const variables: string[] = [];
  let unresolved: string | undefined;
  let value = '';
  let at = 0;
  const take = (part: Substitution) => {
    value += part.value;
    unresolved ??= part.unresolved;
    variables.push(...part.variables);
  };
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    value += text.slice(at, dollar);
    const reference = readReference(text, dollar);
    at = reference?.end ?? dollar + (text[dollar + 1] === '$' ? 2 : 1);
    if (!reference) value += '$';
    else if (nesting === MAX_NESTING) take(unknown(reference.name));
    else take(resolve(reference, lookup, nesting));
  }
  value += text.slice(at);
  return { value, unresolved, variables };
}

interface Reference {
  readonly name: string;
  /** What stands between the name and `}`. */
  readonly rest: string;
  readonly end: number;
}

function readReference(text: string, dollar: number): Reference | undefined {
  const braced = text[dollar + 1] === '{';
  NAME.lastIndex = dollar + (braced ? 2 : 1);
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  const afterName = NAME.lastIndex;
  if (!braced) return { name, rest: '', end: afterName };
  const close = closingBrace(text, afterName);
  return close === undefined ? undefined : { name, rest: text.slice(afterName, close), end: close + 1 };
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
  { name, rest }: Reference,
  lookup: (name: string) => string | undefined,
  nesting: number,
): Substitution {
  const found = lookup(name);
  const operator = /^:?[-+?]/.exec(rest)?.[0] ?? '';
  if (rest !== '' && operator === '') return unknown(name);
  // The colon form takes an empty value for none.
  const isSet = found !== undefined && !(operator.startsWith(':') && found === '');
  const word = () => substitute(rest.slice(operator.length), lookup, nesting + 1);
  if (operator.endsWith('+')) {
    return isSet ? withVariable(name, word()) : { value: '', variables: [name] };
  }
  if (isSet) return { value: found, variables: [name] };
  return operator.endsWith('-') ? withVariable(name, word()) : unknown(name);
}

function withVariable(name: string, substitution: Substitution): Substitution {
  return { ...substitution, variables: [name, ...substitution.variables] };
}

function unknown(name: string): Substitution {
  return { value: `\${${name}}`, unresolved: name, variables: [name] };
}
