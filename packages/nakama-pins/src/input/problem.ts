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
 *   if (error instanceof InputError) console.error(error.problems.map(formatProblem).join('\n'));
 * }
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
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

/**
 * `file:line:column: message (expected …, found …)` and the fix on a line of its own.
 *
 * @example
 * const { problems } = await workspace.verify(['plugins']);
 * for (const problem of problems) console.error(formatProblem(problem));
 */
export function formatProblem(problem: Problem): string {
  const { position, message, expected, found, fix } = problem;
  const file = printableName(problem.file);
  const place = position ? `${file}:${position.line}:${position.column}` : file;
  const detail = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  return printable(`${place}: ${message}${detail ? ` (${detail})` : ''}${fix ? `\n  fix: ${fix}` : ''}`);
}
