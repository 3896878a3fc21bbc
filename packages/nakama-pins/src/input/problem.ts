import { distinct } from './distinct';
import { groupBy } from './group-by';
import { printable, printableName } from './printable';

/** A place in a file of the workspace. */
export interface FindingLocation {
  /** Relative to the workspace root, with `/` separators. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with an input file: where, what was expected and found, and the fix. */
export interface Problem {
  /** Path as the caller gave it, with `/` separators. */
  readonly file: string;
  /** Absent if the problem is the whole file (unreadable, too large). */
  readonly position?: {
    /** Counts from 1. */
    readonly line: number;
    /** Counts from 1, in UTF-16 code units, as editors show it. */
    readonly column: number;
  };
  /** What is wrong, one sentence without a full stop. */
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  /** The exact edit or command that fixes it. */
  readonly fix?: string;
  /** Of the last of very many problems: how many more were found, and are not listed. */
  readonly more?: number;
}

/** A place in a text file. */
export type Position = NonNullable<Problem['position']>;

/**
 * Bad input: what it concerns was not judged and not written. The CLI prints each problem and exits with 2.
 *
 * @example
 * try {
 *   openWorkspace({ root, release: '3.99.0' });
 * } catch (error) {
 *   if (error instanceof InputError) console.error(formatProblems(error.problems));
 * }
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  /** At most 1,000; the last says in `more` how many others there were. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const listed = limitProblems(problems);
    super(formatProblems(listed));
    this.problems = listed;
  }
}

/** The problems of an error that bad input caused; any other error goes on. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof InputError) return error.problems;
  throw error;
}

/** What is read; undefined where bad input keeps it from being read. */
export function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** More are counted: a file may have a problem in each of a million lines, and nobody reads them. */
const LISTED_PROBLEMS = 1000;

function limitProblems(problems: readonly Problem[]): readonly Problem[] {
  const over = problems.slice(LISTED_PROBLEMS);
  return over.length === 0 ? problems : withMore(problems.slice(0, LISTED_PROBLEMS), countOf(over));
}

/** @param others how many are not among them */
function withMore(problems: readonly Problem[], others: number): readonly Problem[] {
  const last = problems.at(-1);
  if (!last || others === 0) return problems;
  return [...problems.slice(0, -1), { ...last, more: (last.more ?? 0) + others }];
}

function countOf(problems: readonly Problem[]): number {
  return problems.reduce((count, { more = 0 }) => count + 1 + more, 0);
}

/** Gathers the problems of a file: those that an error lists are made, the others only counted. */
export class ProblemList {
  private readonly listed: Problem[] = [];
  private others = 0;

  get isEmpty(): boolean {
    return this.listed.length === 0;
  }

  /** @param make called for those that are listed */
  add(make: () => Problem): void {
    if (this.listed.length < LISTED_PROBLEMS) this.listed.push(make());
    else this.others++;
  }

  /** @throws InputError if there are any, in the order of `compare` */
  throwIfAny(compare?: (a: Problem, b: Problem) => number): void {
    if (this.isEmpty) return;
    const sorted = compare ? [...this.listed].sort(compare) : this.listed;
    throw new InputError(withMore(sorted, this.others));
  }
}

/** So many problems of one file are shown as text. */
const SHOWN_PROBLEMS = 20;

/**
 * Problems for people: of each file the first 20, as `formatProblem` has them, then how many more it has.
 *
 * @example
 * const { problems } = await workspace.verify(['plugins']);
 * console.error(formatProblems(problems));
 */
export function formatProblems(problems: readonly Problem[]): string {
  // A bad nakama.json is met once for every module below it.
  return [...groupBy(distinct(problems), ({ file }) => file)]
    .flatMap(([file, ofFile]) => {
      const shown = ofFile.slice(0, SHOWN_PROBLEMS);
      const others = countOf(ofFile) - shown.length;
      const more = others === 0 ? [] : [printable(`${printableName(file)}: and ${others} more`)];
      return [...shown.map(formatProblem), ...more];
    })
    .join('\n');
}

/**
 * `file:line:column: message (expected …, found …)` and the fix on a line of its own.
 *
 * @example
 * const { problems } = await workspace.verify(['plugins']);
 * console.error(problems.map(formatProblem).join('\n'));
 */
export function formatProblem(problem: Problem): string {
  const { position, message, expected, found, fix } = shortened(problem);
  const file = printableName(problem.file);
  const place = position ? `${file}:${position.line}:${position.column}` : file;
  const detail = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  return printable(`${place}: ${message}${detail ? ` (${detail})` : ''}${fix ? `\n  fix: ${fix}` : ''}`);
}

/** What is shown of a value that a file has. */
const SHOWN_CHARACTERS = 500;

/** A fix stays whole: it is pasted. */
function shortened({ message, expected, found, ...rest }: Problem): Problem {
  const short = (text: string): string =>
    text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return {
    ...rest,
    message: short(message),
    expected: expected && short(expected),
    found: found && short(found),
  };
}
