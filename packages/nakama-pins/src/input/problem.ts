/** A place in a text file. Line and column count from 1; the column is in UTF-16 code units, as editors show it. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

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
  readonly position?: Position;
  /** What is wrong, one sentence without a full stop. */
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  /** The exact edit or command that fixes it. */
  readonly fix?: string;
}

/** Bad input: what it concerns was not judged and not written. The CLI prints each problem and exits with 2. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
  }
}

/** `file:line:column: message (expected …, found …)` and the fix on a line of its own. */
export function formatProblem(problem: Problem): string {
  const { file, position, message, expected, found, fix } = problem;
  const place = position ? `${file}:${position.line}:${position.column}` : file;
  const detail = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  return `${place}: ${message}${detail ? ` (${detail})` : ''}${fix ? `\n  fix: ${fix}` : ''}`;
}
