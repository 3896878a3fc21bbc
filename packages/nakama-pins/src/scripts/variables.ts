import type { Command, Word } from './words';

/** The variables of a script where a command stands. A name with `undefined` has a value that is not known. */
export interface Variables extends Iterable<readonly [string, string | undefined]> {
  get(name: string): string | undefined;
  has(name: string): boolean;
}

/** One above the other, without a copy of either: a script may set thousands, and each command keeps those before it. */
class Overlaid implements Variables {
  readonly depth: number;

  constructor(
    private readonly above: Variables,
    private readonly below: Variables,
  ) {
    this.depth = 1 + Math.max(depthOf(above), depthOf(below));
  }

  get(name: string): string | undefined {
    return this.above.has(name) ? this.above.get(name) : this.below.get(name);
  }

  has(name: string): boolean {
    return this.above.has(name) || this.below.has(name);
  }

  *[Symbol.iterator](): Iterator<readonly [string, string | undefined]> {
    yield* this.below;
    yield* this.above;
  }
}

/** From then on a look-up takes longer than a copy saves. */
const MAX_DEPTH = 64;

function depthOf(variables: Variables): number {
  return variables instanceof Overlaid ? variables.depth : 0;
}

/** The variables of both; those above count where both have one. */
export function overlaid(above: Variables, below: Variables): Variables {
  const both = new Overlaid(above, below);
  return both.depth > MAX_DEPTH ? new Map(both) : both;
}

/** Variables with other values, or further ones. */
export function withValues(
  variables: Variables,
  values: Iterable<readonly [string, string | undefined]>,
): Variables {
  return overlaid(new Map(values), variables);
}

/** No person nests variables deeper; a script may make one of itself. */
const MAX_NESTING = 8;
/** Longer values are no flags. */
export const MAX_LENGTH = 4096;

/** `$V`, `${V}`, `${V:-x}`, `$(V)`, `%V%`, `$env:V`, `{{.V}}`, `{{v}}`, `${{ env.V }}`. */
const VARIABLE =
  /\$\{\{\s*(?:\w+\.)*(?<actions>\w+)\s*\}\}|\$\{(?<braced>\w+)(?::?-(?<fallback>[^{}]*))?\}|\$\((?<make>\w+)\)|\$env:(?<powershell>\w+)|\$(?<plain>[A-Za-z_]\w*)|%(?<batch>\w+)%|\{\{\s*\.?(?<task>\w+)\s*\}\}/g;
/** Anything else that a shell replaces. */
const OPEN = /\$[({\w@*]|%\w+%|\{\{|`/;

/** A text with the values of its variables; `isKnown` is false if one has none. */
export function withVariables(
  text: string,
  variables: Variables,
  nesting = 0,
): { readonly text: string; readonly isKnown: boolean } {
  if (!/[$%{`]/.test(text)) return { text, isKnown: true };
  let isKnown = nesting < MAX_NESTING;
  let length = 0;
  const replaced = text.replace(VARIABLE, (written: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    const name = Object.entries(groups).find(([key, value]) => key !== 'fallback' && value)?.[1] ?? '';
    const value = variables.get(name) ?? (variables.has(name) ? undefined : groups['fallback']);
    if (value === undefined || nesting >= MAX_NESTING) {
      isKnown = false;
      return written;
    }
    // What is too long already needs no further look.
    const inner = isKnown ? withVariables(value, variables, nesting + 1) : undefined;
    length += inner?.text.length ?? 0;
    isKnown &&= inner !== undefined && inner.isKnown && length < MAX_LENGTH;
    return isKnown && inner ? inner.text : written;
  });
  return { text: replaced, isKnown: isKnown && !OPEN.test(replaced) };
}

/**
 * What a command assigns, if it does nothing else: `A=1 B=2`, `export A=1`, `A := x y`, `set A=x y`, `$env:A = "x"`.
 * Exported variables are those that programs get.
 */
export function assignmentsOf(command: Command): readonly Assignment[] {
  const keyword = command[0]?.text.toLowerCase() ?? '';
  const isExport = /^(?:export|set|setx|declare|typeset|readonly|local|let|override|setenv)$/.test(keyword);
  const words = isExport ? command.slice(1).filter(({ text }) => !/^[-/]\w+$/.test(text)) : command;
  const exports = /^(?:export|set|setx|setenv)$/.test(keyword);
  const [first, operator, ...rest] = words;
  const named = /^(?:\$(?<env>env:))?(?<name>[A-Za-z_]\w*)$/i.exec(first?.text ?? '')?.groups;
  if (named && operator && /^(?:::?|[?+])?=$/.test(operator.text)) {
    return [
      {
        name: named['name'] ?? '',
        value: rest.map(({ text }) => text).join(' '),
        isAppended: operator.text === '+=',
        isExported: exports || named['env'] !== undefined,
      },
    ];
  }
  if (keyword === 'set' || keyword === 'setx') {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(words.map(({ text }) => text).join(' ')) ?? [];
    return name === undefined ? [] : [{ name, value: value ?? '', isAppended: false, isExported: true }];
  }
  const pairs = words.map(pairOf);
  return pairs.every((pair) => pair !== undefined)
    ? pairs.map((pair) => ({ ...pair, isAppended: false, isExported: exports }))
    : [];
}

export interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly isAppended: boolean;
  readonly isExported: boolean;
}

/** `NAME=value` */
export function pairOf({ text }: Pick<Word, 'text'>): { name: string; value: string } | undefined {
  const [, name, value] = /^([A-Za-z_]\w*)[:?]?=(.*)$/s.exec(text) ?? [];
  return name === undefined ? undefined : { name, value: value ?? '' };
}
