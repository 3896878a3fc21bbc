import { InputError } from '../input/problem';
import type { Platform } from '../releases/release-model';
import { runProgram } from '../toolchain/run-program';
import type { LoadServer } from './load-outcome';

export interface ProgramServerOptions {
  readonly name: string;
  /** Absolute. */
  readonly program: string;
  readonly platform: Platform;
  /** What comes before the program: an emulator with its arguments; empty if it needs none. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** So long may the server take. */
  readonly limitMs: number;
}

/** A server whose program is on this computer. */
export function programServer(options: ProgramServerOptions): LoadServer {
  const { name, program, platform, command, env, signal, limitMs } = options;
  return {
    name,
    platform,
    program,
    command,
    check: async (folder) => {
      const [first = program, ...args] = [...command, program, 'check', '--runtime.path', folder];
      try {
        // There it makes the folders that it thinks it needs.
        return await runProgram({ program: first, args, cwd: folder, env, signal, limitMs });
      } catch (error) {
        throw startFailure(name, error);
      }
    },
  };
}

/** What is thrown where a server's program can't be started: InputError if the operating system says why. */
export function startFailure(name: string, error: unknown): unknown {
  return isStartFailure(error) ? notStarted(name, error) : error;
}

function isStartFailure(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall?.startsWith('spawn') === true;
}

function notStarted(file: string, { code, message }: NodeJS.ErrnoException): InputError {
  const [reason, fix] = REASONS[code ?? ''] ?? [message, NAME_ANOTHER];
  return new InputError([{ file, message: `the server's program can't be started: ${reason}`, fix }]);
}

const NAME_ANOTHER = "name the program of a Nakama server, such as the file nakama of the server's image";

/** Why an operating system refuses to start a file, and the fix. */
const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ['it is not executable', `chmod +x the file, or ${NAME_ANOTHER}`],
  ENOENT: ['it needs an interpreter or a loader that is not on this computer', NAME_ANOTHER],
  ENOEXEC: ['it is not a program for this computer', NAME_ANOTHER],
};
