import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { findProgram } from './find-program';
import { endWithUs, killTree } from './process-tree';

/** Absolute path of `go` on PATH; undefined where there is none. */
export function findGo(env: NodeJS.ProcessEnv): string | undefined {
  return findProgram('go', env);
}

export interface GoRun {
  /** Absolute path of the go command. */
  readonly go: string;
  /** No shell reads them. */
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** The whole environment, from `goEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends go and all that it started. */
  readonly signal?: AbortSignal;
  /** Called with each line as it comes: downloads, compile errors. */
  readonly onStderrLine?: (line: string) => void;
}

export interface GoResult {
  /** Exit code; null where a signal ended go. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The package list of the largest plugin of the corpus is 2 MB. */
const MAX_STDOUT = 256 * 1024 * 1024;
const MAX_STDERR = 8 * 1024 * 1024;

/**
 * Runs go: the one place that starts it. A non-zero exit is a result, no error.
 *
 * @throws the signal's reason where it was aborted, and an error where go can't be started or prints without end
 */
export async function runGo({ go, args, cwd, env, signal, onStderrLine }: GoRun): Promise<GoResult> {
  signal?.throwIfAborted();
  const child = spawn(go, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that compilers and linkers end with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const forget = endWithUs(child);
  const abort = (): void => killTree(child);
  signal?.addEventListener('abort', abort, { once: true });
  const tooMuch = (stream: string): void => {
    child.emit('error', new Error(`go ${args[0]} printed too much to ${stream}`));
  };
  if (onStderrLine) createInterface({ input: child.stderr }).on('line', onStderrLine);
  const stdout = collect(child.stdout, MAX_STDOUT, () => tooMuch('stdout'));
  const stderr = collect(child.stderr, MAX_STDERR, () => tooMuch('stderr'));
  try {
    const code = await new Promise<number | null>((settle, fail) => {
      child.once('error', fail);
      child.once('close', settle);
    });
    signal?.throwIfAborted();
    return { code, stdout: stdout(), stderr: stderr() };
  } catch (error) {
    killTree(child);
    throw error;
  } finally {
    forget();
    signal?.removeEventListener('abort', abort);
  }
}

/** Whole characters only once all bytes are there. */
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
