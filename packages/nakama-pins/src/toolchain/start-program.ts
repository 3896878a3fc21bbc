import { createInterface } from 'node:readline';
import { killTree, type ProcessStart, type StartedProcess, startProcess } from './start-process';

/** A program that runs until it is stopped. */
export interface ProgramStart extends Omit<ProcessStart, 'hasInput'> {
  /** Called with each line that it prints, of both streams, as it comes. */
  readonly onLine?: (line: string) => void;
}

/** How a program ended. */
export interface ProgramEnd {
  /** Exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly killedBy?: NodeJS.Signals;
}

export interface RunningProgram {
  readonly pid: number;
  /** Resolves when it has ended, by itself or not, and all that it printed was read. */
  readonly ended: Promise<ProgramEnd>;
  /** The lines that it printed last, of both streams. */
  lastLines(): readonly string[];
  signal(signal: NodeJS.Signals): void;
  /**
   * Asks it to end, and ends it with all that it started when it does not.
   *
   * @param how the signal that it takes for a request
   */
  stop(how: NodeJS.Signals, graceMs: number): Promise<ProgramEnd>;
}

/** A crash of Go prints every goroutine. */
const KEPT_LINES = 5000;

/**
 * Starts a program that is to run on, and ends it when we end.
 *
 * @throws the error of the operating system if it can't be started
 */
export async function startProgram(start: ProgramStart): Promise<RunningProgram> {
  const { onLine, ...rest } = start;
  const { child, forget } = startProcess(rest);
  const lines: string[] = [];
  const read = (line: string): void => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.splice(0, KEPT_LINES / 2);
    onLine?.(line);
  };
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', read);
  await new Promise<void>((settle, fail) => {
    child.once('spawn', settle);
    child.once('error', (error) => {
      forget();
      fail(error);
    });
  });
  const ended = new Promise<ProgramEnd>((settle) => {
    child.once('close', (code, by) => {
      forget();
      settle({ code, ...(by !== null && { killedBy: by }) });
    });
  });
  return {
    pid: Number(child.pid),
    ended,
    lastLines: () => lines,
    signal: (signal) => ask(child, signal),
    async stop(how, graceMs) {
      ask(child, how);
      const force = setTimeout(() => killTree(child), graceMs);
      try {
        return await ended;
      } finally {
        clearTimeout(force);
      }
    },
  };
}

/** Windows has no signals: a program is ended there with all that it started. */
function ask(child: StartedProcess, signal: NodeJS.Signals): void {
  if (process.platform === 'win32') killTree(child);
  else child.kill(signal);
}
