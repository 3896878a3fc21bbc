import { compareGo } from '../compare-go';
import { isIndirect } from '../go-mod';
import type { ModBlock, ModLine, ModStatement, ModSyntax } from '../mod-syntax';
import { compareVersions } from '../module-version';
import { type Entry, tokensOf } from './entries';
import { isEmptied } from './removal';

/** The file, and the lines to remove from it. */
export interface Remainder {
  readonly syntax: ModSyntax;
  readonly lines: readonly string[];
  readonly dropped: ReadonlySet<ModLine>;
  readonly removed: ReadonlySet<number>;
}

type Keyword = Entry['keyword'];

/** The lines for new entries, by the number of the line that they go below. */
export function insertionOf(
  remainder: Remainder,
  entries: readonly Entry[],
): ReadonlyMap<number, readonly string[]> {
  const statements = remainder.syntax.statements.filter((statement) => isLeft(statement, remainder));
  const compare = lineOrder(entries);
  const inBlocks = new Map<number, string[]>();
  const alone = new Map<number, string[][]>();
  for (const group of newGroups(entries, compare)) {
    const homeless: Entry[] = [];
    for (const entry of group) {
      const block = fittingBlock(entry, statements, remainder.dropped);
      if (block) append(inBlocks, lineAbove(entry, block, remainder.dropped, compare), `\t${written(entry)}`);
      else homeless.push(entry);
    }
    const [first] = homeless;
    if (first)
      append(alone, anchorOf(first.keyword, statements, remainder), statementOf(first.keyword, homeless));
  }
  return new Map([
    ...inBlocks,
    ...[...alone].map(([number, group]) => [number, spaced(number, group, remainder)] as const),
  ]);
}

function append<T>(map: Map<number, T[]>, key: number, item: T): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}

function isLeft(statement: ModStatement, { dropped }: Remainder): boolean {
  if (statement.kind === 'line') return !dropped.has(statement);
  return statement.kind === 'comments' || !isEmptied(statement, dropped);
}

/** New entries grouped by kind, in the order of such statements in a file. */
function newGroups(entries: readonly Entry[], compare: LineOrder): Entry[][] {
  const added = entries.filter((entry) => !entry.place);
  const kinds = [
    added.filter(({ keyword }) => keyword === 'go'),
    added.filter((entry) => entry.keyword === 'require' && !entry.indirect),
    added.filter((entry) => entry.keyword === 'require' && entry.indirect),
    added.filter(({ keyword }) => keyword === 'exclude'),
    added.filter(({ keyword }) => keyword === 'replace'),
  ];
  return kinds.map((group) => group.sort((a, b) => compare(a.keyword, tokensOf(a), tokensOf(b))));
}

type LineOrder = (keyword: Keyword, a: readonly string[], b: readonly string[]) => number;

/** The order in which go keeps the lines of a block (modfile's SortBlocks). */
function lineOrder(entries: readonly Entry[]): LineOrder {
  const go = entries.find((entry) => entry.keyword === 'go');
  const excludesByVersion = go?.keyword === 'go' && compareGo(go.version, '1.21') >= 0;
  return (keyword, a, b) => {
    const byVersion = keyword === 'exclude' && excludesByVersion && a[0] === b[0];
    return byVersion ? compareVersions(a[1] ?? '', b[1] ?? '') : compareTokens(a, b);
  };
}

function compareTokens(a: readonly string[], b: readonly string[]): number {
  for (const [index, token] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (token !== other) return token < other ? -1 : 1;
  }
  return a.length - b.length;
}

/**
 * The block for a new line. An exclude or replace goes beside those of its module, else into the last block. A
 * requirement goes into the last block of its kind, direct or indirect, else into the last mixed one. A block with a
 * comment of its own is not used, because it has a purpose that is not known here.
 */
function fittingBlock(
  entry: Entry,
  statements: readonly ModStatement[],
  dropped: ReadonlySet<ModLine>,
): ModBlock | undefined {
  const blocks = statements
    .filter((statement) => statement.kind === 'block')
    .filter(({ tokens, lines }) => tokens[0]?.text === entry.keyword && lines.length > 0);
  if (entry.keyword !== 'require') {
    const [module] = tokensOf(entry);
    return (
      blocks.findLast(({ lines }) => lines.some((line) => line.tokens[0]?.text === module)) ?? blocks.at(-1)
    );
  }
  const uncommented = blocks.filter(({ before }) => before.length === 0);
  const kinds = (block: ModBlock) => new Set(left(block, dropped).map(isIndirect));
  return (
    uncommented.findLast((block) => !kinds(block).has(!entry.indirect)) ??
    uncommented.findLast((block) => kinds(block).size === 2)
  );
}

function left({ lines }: ModBlock, dropped: ReadonlySet<ModLine>): ModLine[] {
  return lines.filter((line) => !dropped.has(line));
}

/** The number of the line that the new one goes below: by order in a sorted block, else the last. */
function lineAbove(entry: Entry, block: ModBlock, dropped: ReadonlySet<ModLine>, compare: LineOrder): number {
  const lines = left(block, dropped).map(({ number, tokens }) => ({
    number,
    tokens: tokens.map(({ text }) => text),
  }));
  const isSorted = lines.every(
    ({ tokens }, index) => index === 0 || compare(entry.keyword, lines[index - 1]?.tokens ?? [], tokens) <= 0,
  );
  const wanted = tokensOf(entry);
  const above = isSorted
    ? lines.findLast(({ tokens }) => compare(entry.keyword, tokens, wanted) <= 0)
    : lines.at(-1);
  return above?.number ?? block.number;
}

function written(entry: Entry): string {
  const comment = entry.keyword === 'require' && entry.indirect ? ' // indirect' : '';
  return tokensOf(entry).join(' ') + comment;
}

function statementOf(keyword: Keyword, entries: readonly Entry[]): string[] {
  const lines = entries.map(written);
  if (lines.length === 1) return lines.map((line) => `${keyword} ${line}`);
  return [`${keyword} (`, ...lines.map((line) => `\t${line}`), ')'];
}

/** The statements that a new one may follow, the nearest first; without any, it goes to the end of the file. */
const FOLLOWS: Readonly<Record<Keyword, readonly string[]>> = {
  go: ['module'],
  toolchain: ['go', 'module'],
  require: ['require', 'toolchain', 'go', 'module'],
  exclude: ['exclude'],
  replace: ['replace'],
};

function anchorOf(
  keyword: Keyword,
  statements: readonly ModStatement[],
  { lines, removed }: Remainder,
): number {
  for (const wanted of FOLLOWS[keyword]) {
    const statement = statements.findLast(
      (candidate) => candidate.kind !== 'comments' && candidate.tokens[0]?.text === wanted,
    );
    if (statement?.kind === 'line') return statement.number;
    if (statement?.kind === 'block') return statement.closeNumber;
  }
  return lines.findLastIndex((line, index) => line.trim() !== '' && !removed.has(index + 1)) + 1;
}

/** The statements, with an empty line between them and beside their neighbours. */
function spaced(number: number, statements: readonly string[][], { lines, removed }: Remainder): string[] {
  const spacedLines = statements.flatMap((statement) => ['', ...statement]);
  if (number === 0) spacedLines.shift();
  const next = lines.find((_, index) => index >= number && !removed.has(index + 1));
  return next === undefined || next.trim() === '' ? spacedLines : [...spacedLines, ''];
}
