import { findProgram } from './find-program';
import { type ProgramResult, type ProgramRun, runProgram } from './run-program';

/** Absolute path of `go` on PATH; undefined where there is none. */
export function findGo(env: NodeJS.ProcessEnv): string | undefined {
  return findProgram('go', env);
}

export interface GoRun extends Omit<ProgramRun, 'program'> {
  /** Absolute path of the go command. */
  readonly go: string;
  /** The whole environment, from `goEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
}

export type GoResult = ProgramResult;

/**
 * Runs go: the one place that starts it. A non-zero exit is a result, no error.
 *
 * @throws the signal's reason where it was aborted, and an error where go can't be started or prints without end
 */
export function runGo({ go, ...run }: GoRun): Promise<GoResult> {
  return runProgram({ ...run, program: go });
}
