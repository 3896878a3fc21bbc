import { existsSync } from 'node:fs';
import { type TempFolder, tempFolder } from '../input/temp-folder';
import { findProgram } from './find-program';
import { type ProgramResult, type ProgramRun, runProgram } from './run-program';

/** Absolute path of `go` on PATH; undefined if there is none. */
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
 * Runs go; nothing else starts it. A non-zero exit is a result, not an error.
 *
 * @throws the signal's reason if it was aborted, and an error if go can't be started or prints too much
 */
export function runGo({ go, env, ...run }: GoRun): Promise<GoResult> {
  // What go leaves behind when it is killed is in a folder that goes with us.
  if (!scratch || !existsSync(scratch.path)) scratch = tempFolder('nakama-go');
  // Linkers and C compilers have theirs in TMPDIR; tests may put what they like there.
  const temporary = run.args[0] === 'test' ? {} : { TMPDIR: scratch.path };
  return runProgram({ ...run, env: { GOTMPDIR: scratch.path, ...env, ...temporary }, program: go });
}

let scratch: TempFolder | undefined;
