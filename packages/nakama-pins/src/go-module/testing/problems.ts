import { formatProblem, InputError } from '../../input/problem';

/** Each problem that the call throws, as the CLI prints it; empty if it throws none. */
export function problemsOf(call: () => unknown): string[] {
  try {
    call();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(formatProblem);
    throw error;
  }
}
