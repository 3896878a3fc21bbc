import { type TracedText, wholeText } from './traced-text';

/**
 * The value that a text assigns to a variable, in whatever language: `V=3.40.0`, `V := 3.40.0`, `V ?= "3.40.0"`,
 * `V: 3.40.0`, `set V=3.40.0`. Undefined if it assigns none, or different ones, or one that it computes.
 *
 * @param name letters, digits, `_`; any other has no value
 */
export function assignedValue(text: string, file: string, name: string): TracedText | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const assignments = new RegExp(
    String.raw`^[ \t]*(?:(?:export|readonly|local|declare|ARG|ENV|-|let|set|\$env:)[ \t]*)*["']?${name}["']?[ \t]*(?::=|\?=|=|:(?!-))[ \t]*(?<value>[^\r\n]*?)[ \t]*(?:[ \t]#.*)?\r?$`,
    'dgim',
  );
  const found = [...text.matchAll(assignments)].map((match) => ({
    value: match.groups?.['value'] ?? '',
    offset: match.indices?.groups?.['value']?.[0] ?? 0,
  }));
  const [first] = found;
  if (!first || found.some(({ value }) => value !== first.value)) return undefined;
  const literal = /^(["']?)([\w.+-]*)\1$/.exec(withoutDefault(first.value))?.[2];
  if (literal === undefined || literal === '') return undefined;
  const offset = first.offset + first.value.indexOf(literal);
  return wholeText(literal, { file, source: text, offset });
}

/** `${V:-3.40.0}`, as scripts give themselves a default. */
function withoutDefault(value: string): string {
  return value.replace(/^(["']?)\$\{\w+:?[-=]([^{}$]*)\}\1$/, '$1$2$1');
}
