import { groupBy } from '../input/group-by';
import { type TracedText, wholeText } from './traced-text';

interface Assignment {
  /** In small letters: which are meant, differs between languages. */
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

/**
 * What stands before a value, in whatever language: `V=3.40.0`, `V := 3.40.0`, `V ?= "3.40.0"`, `V: 3.40.0`,
 * `set V=3.40.0`.
 */
const ASSIGNMENT =
  /^[ \t]*(?:(?:(?:export|readonly|local|declare|ARG|ENV|let|set)[ \t]+|-[ \t]*|\$env:[ \t]*))*["']?([A-Za-z_]\w*)["']?[ \t]*(?::=|\?=|=|:(?!-))[ \t]*/i;

/** The values that a text assigns to variables. It is read once, for all that are asked for. */
export class AssignedValues {
  private readonly byName: ReadonlyMap<string, readonly Assignment[]>;

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {
    this.byName = groupBy(assignmentsIn(text), ({ name }) => name);
  }

  /** Undefined if the text assigns none, or different ones, or one that it computes. */
  get(name: string): TracedText | undefined {
    const [first, ...others] = this.byName.get(name.toLowerCase()) ?? [];
    if (!first || others.some(({ value }) => value !== first.value)) return undefined;
    const literal = /^(["']?)([\w.+-]*)\1$/.exec(withoutDefault(first.value))?.[2];
    if (literal === undefined || literal === '') return undefined;
    const offset = first.offset + first.value.indexOf(literal);
    return wholeText(literal, { file: this.file, source: this.text, offset });
  }
}

function assignmentsIn(text: string): Assignment[] {
  const found: Assignment[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const [before, name] = ASSIGNMENT.exec(line) ?? [];
    if (before !== undefined && name !== undefined) {
      const value = line
        .slice(before.length)
        .replace(/(?:^|[ \t])#.*$/, '')
        .trimEnd();
      found.push({ name: name.toLowerCase(), value, offset: start + before.length });
    }
    start += line.length + 1;
  }
  return found;
}

/** `${V:-3.40.0}`, as scripts give themselves a default. */
function withoutDefault(value: string): string {
  return value.replace(/^(["']?)\$\{\w+:?[-=]([^{}$]*)\}\1$/, '$1$2$1');
}
