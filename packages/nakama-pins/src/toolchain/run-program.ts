import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { killTree, startProcess } from './start-process';

export interface ProgramRun {
  /** Absolute path of the program. */
  readonly program: string;
  /** Passed without a shell. */
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** What the program reads from standard input; nothing by default. */
  readonly input?: string;
  /** Ends the program and all that it started. */
  readonly signal?: AbortSignal;
  /** So long may it run; no limit by default. */
  readonly limitMs?: number;
  /** Called with each line of standard output as it comes. */
  readonly onStdoutLine?: (line: string) => void;
  /** Called with each line of standard error as it comes. */
  readonly onStderrLine?: (line: string) => void;
}

export interface ProgramResult {
  /** Exit code; null if a signal ended the program. */
  readonly code: number | null;
  /** The signal that ended it: `SIGBUS`. */
  readonly killedBy?: NodeJS.Signals;
  /** It ran longer than the limit, and was ended. */
  readonly timedOut?: true;
  readonly stdout: string;
  readonly stderr: string;
}

/** Who is asked for a version or a setting, and has not answered after this, hangs. */
export const SHORT_RUN_MS = 60_000;

/** The package list of the largest plugin of the corpus is 2 MB. */
const MAX_STDOUT = 256 * 1024 * 1024;
const MAX_STDERR = 8 * 1024 * 1024;

/**
 * Runs a program to its end, and ends it when we end. A non-zero exit is a result, not an error.
 *
 * @throws the signal's reason if it was aborted, and an error if the program can't be started or prints too much
 */
export async function runProgram(run: ProgramRun): Promise<ProgramResult> {
  const { program, args, cwd, env, input, signal, limitMs, onStdoutLine, onStderrLine } = run;
  signal?.throwIfAborted();
  const { child, forget } = startProcess({ program, args, cwd, env, hasInput: input !== undefined });
  const abort = (): void => killTree(child);
  signal?.addEventListener('abort', abort, { once: true });
  let timedOut = false;
  const limit =
    limitMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          killTree(child);
        }, limitMs);
  const tooMuch = (stream: string): void => {
    child.emit('error', new Error(`${basename(program)} ${args[0] ?? ''} printed too much to ${stream}`));
  };
  if (onStdoutLine) createInterface({ input: child.stdout }).on('line', onStdoutLine);
  if (onStderrLine) createInterface({ input: child.stderr }).on('line', onStderrLine);
  // A program may end without reading it.
  child.stdin?.on('error', () => undefined).end(input);
  const stdout = collect(child.stdout, MAX_STDOUT, () => tooMuch('stdout'));
  const stderr = collect(child.stderr, MAX_STDERR, () => tooMuch('stderr'));
  try {
    const ended = await new Promise<Pick<ProgramResult, 'code' | 'killedBy'>>((settle, fail) => {
      child.once('error', fail);
      child.once('close', (code, by) => settle({ code, ...(by !== null && { killedBy: by }) }));
    });
    signal?.throwIfAborted();
    return { ...ended, ...(timedOut ? { timedOut: true as const } : {}), stdout: stdout(), stderr: stderr() };
  } catch (error) {
    killTree(child);
    throw error;
  } finally {
    forget();
    clearTimeout(limit);
    signal?.removeEventListener('abort', abort);
  }
}

/** Decoded when all bytes are there, so that no character is cut. */
function collect(stream: NodeJS.ReadableStream, limit: number, onLimit: () => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size > limit) return;
    size += chunk.length;
    if (size > limit) onLimit();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
