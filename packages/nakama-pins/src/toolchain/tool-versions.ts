import { findProgram } from './find-program';
import { splitQuoted } from './quoted';
import { runBriefly } from './start-process';
import { findZig } from './zig';

/** A program that takes longer to say its version says nothing. */
const TIME_LIMIT_MS = 20_000;

/**
 * The C compilers that a build may take, one line each, as they call themselves: two computers with equal lines make the
 * same bytes. Starts no Go.
 *
 * @param root absolute folder of the workspace
 */
export function cCompilerVersions(root: string, env: NodeJS.ProcessEnv): string[] {
  const [given] = splitQuoted(env['CC'] ?? '') ?? [];
  const host = [given, 'gcc', 'clang', 'cc'].find((name) => name !== undefined && findProgram(name, env));
  const cross = ['aarch64-linux-gnu-gcc', 'x86_64-linux-gnu-gcc'].filter((name) => findProgram(name, env));
  const zig = findZig(root, env);
  return [
    ...[host, ...cross].flatMap((name) => (name === undefined ? [] : [`${name}: ${version(name, env)}`])),
    `zig: ${zig ? version(zig.program, env, 'version') : 'none'}`,
  ];
}

/** The line that golangci-lint calls itself by. */
export function linterVersion(env: NodeJS.ProcessEnv): string {
  return `golangci-lint: ${findProgram('golangci-lint', env) ? version('golangci-lint', env) : 'none'}`;
}

/** The first line that a program prints. */
function version(name: string, env: NodeJS.ProcessEnv, argument = '--version'): string {
  const program = findProgram(name, env) ?? name;
  const said = runBriefly(program, [argument], { env: { ...env, LC_ALL: 'C' }, limitMs: TIME_LIMIT_MS });
  return said.split('\n')[0]?.trim() || 'no version';
}
