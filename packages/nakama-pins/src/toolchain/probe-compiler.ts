import { basename, resolve } from 'node:path';
import { findProgram } from './find-program';
import { splitQuoted } from './quoted';
import { runProgram } from './run-program';

/** What a C compiler says about itself. */
export interface CompilerTarget {
  /** `x86_64-linux-gnu`, `aarch64-unknown-linux-gnu`, `arm64-apple-darwin24.0.0` */
  readonly machine: string;
  /** The glibc whose headers it finds; undefined for another C library (musl) or none. */
  readonly glibc: string | undefined;
}

const TIMEOUT_MS = 30_000;

/**
 * Asks a C compiler what it compiles for.
 *
 * @param command as CC has it: a program and arguments
 * @returns undefined if it can't be run, or does not answer like gcc and clang
 */
export async function probeCompiler(
  command: string,
  env: NodeJS.ProcessEnv,
): Promise<CompilerTarget | undefined> {
  const [program, ...args] = splitQuoted(command) ?? [];
  const found = program === undefined ? undefined : pathOf(program, env);
  if (found === undefined) return undefined;
  const ask = async (question: readonly string[], input = ''): Promise<string | undefined> => {
    try {
      const { code, stdout } = await runProgram({
        program: found,
        args: [...args, ...question],
        cwd: process.cwd(),
        env: { ...env, LC_ALL: 'C' },
        input,
        limitMs: TIMEOUT_MS,
      });
      return code === 0 ? stdout : undefined;
    } catch {
      return undefined;
    }
  };
  const machine = (await ask(['-dumpmachine']))?.trim();
  if (!machine) return undefined;
  // Not by -include, which would take a file of that name from the folder that the user happens to be in.
  const macros = (await ask(['-E', '-dM', '-x', 'c', '-'], '#include <features.h>\n')) ?? '';
  const major = /^#define __GLIBC__ (\d+)$/m.exec(macros)?.[1];
  const minor = /^#define __GLIBC_MINOR__ (\d+)$/m.exec(macros)?.[1];
  return { machine, glibc: major === undefined ? undefined : `${major}.${minor}` };
}

/** A name is looked for on PATH; a path counts from the current folder, as in a shell. */
function pathOf(program: string, env: NodeJS.ProcessEnv): string | undefined {
  return basename(program) === program ? findProgram(program, env) : resolve(program);
}
