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
}

/** A server whose program is on this computer. */
export function programServer(options: ProgramServerOptions): LoadServer {
  const { name, program, platform, command, env, signal } = options;
  return {
    name,
    platform,
    program,
    check: (folder) => {
      const [first = program, ...args] = [...command, program, 'check', '--runtime.path', folder];
      // There it makes the folders that it thinks it needs.
      return runProgram({ program: first, args, cwd: folder, env, signal });
    },
  };
}
