import { type Directive, readString } from '../mod-directives';
import type { ModToken } from '../mod-lexer';
import type { ModLine, ModSyntax } from '../mod-syntax';
import { type Entry, type PlacedEntry, tokensOf } from './entries';
import { insertionOf } from './insertion';
import { type LineEdits, linesOf } from './lines';
import { removalOf } from './removal';

/** Which lines of the file change when the entries `before` become those `after`. */
export function planLines(
  syntax: ModSyntax,
  before: readonly PlacedEntry[],
  after: readonly Entry[],
): LineEdits {
  const kept = new Map(after.map((entry) => [entry.place, entry]));
  const dropped = new Set<ModLine>();
  const replaced = new Map<number, string>();
  for (const entry of before) {
    const next = kept.get(entry.place);
    if (!next) dropped.add(entry.place.line);
    else if (next !== entry) replaced.set(entry.place.line.number, rewrite(syntax.text, entry.place, next));
  }
  const lines = linesOf(syntax.text);
  const removed = removalOf(syntax, lines, dropped);
  for (const number of freed(syntax, removed)) replaced.set(number, (lines[number - 1] ?? '').trimStart());
  return { removed, replaced, inserted: insertionOf({ syntax, lines, dropped, removed }, after) };
}

/** The lines that are left of blocks without their parentheses: comments, which then stand at the margin. */
function freed({ statements }: ModSyntax, removed: ReadonlySet<number>): number[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== 'block' || !removed.has(statement.number)) return [];
    const inside = Array.from(
      { length: statement.closeNumber - statement.number },
      (_, i) => statement.number + i,
    );
    return inside.filter((number) => !removed.has(number));
  });
}

/** The line with the changed tokens replaced; if the number of tokens changes, all are written again. */
function rewrite(text: string, { args, line }: Directive, entry: Entry): string {
  const tokens = tokensOf(entry);
  const start = (args[0] as ModToken).offset;
  const last = args.at(-1) as ModToken;
  const end = last.offset + last.text.length;
  let rewritten = tokens.join(' ');
  if (tokens.length === args.length) {
    rewritten = '';
    let at = start;
    for (const [index, token] of args.entries()) {
      const wanted = tokens[index] as string;
      const isSame = readString(token) === wanted || token.text === wanted;
      rewritten += text.slice(at, token.offset) + (isSame ? token.text : wanted);
      at = token.offset + token.text.length;
    }
  }
  return text.slice(line.start, start) + rewritten + text.slice(end, line.end);
}
