import { existsSync } from 'node:fs';
import type { Platform } from '../releases/release-model';
import { findProgram } from '../toolchain/find-program';
import { splitQuoted } from '../toolchain/quoted';

/** How a program for a platform is run here: what comes before it. */
export type Runner =
  | { readonly command: readonly string[]; readonly missing?: undefined }
  | { readonly missing: string; readonly fix: string };

/** What qemu's programs and Debian's cross libraries call an architecture of Go. */
const EMULATED: Readonly<
  Record<string, { readonly qemu: string; readonly root: string; readonly debian: string }>
> = {
  amd64: { qemu: 'qemu-x86_64', root: '/usr/x86_64-linux-gnu', debian: 'libc6-amd64-cross' },
  arm64: { qemu: 'qemu-aarch64', root: '/usr/aarch64-linux-gnu', debian: 'libc6-arm64-cross' },
};

/**
 * Finds what runs programs of a platform here: nothing if it is the platform of this computer, else the emulator that is named,
 * else qemu for user programs with the libraries that Debian's cross compilers bring.
 *
 * @param emulator a program and arguments, as in CC
 */
export function findRunner(platform: Platform, env: NodeJS.ProcessEnv, emulator?: string): Runner {
  if (emulator !== undefined) return givenRunner(emulator, env);
  const [goos = '', goarch = ''] = platform.split('/');
  const ownArch = process.arch === 'x64' ? 'amd64' : process.arch;
  if (process.platform === goos && ownArch === goarch) return { command: [] };
  if (process.platform !== 'linux' || goos !== 'linux' || !EMULATED[goarch]) {
    return {
      missing: `${process.platform} does not run programs for ${platform}`,
      fix: 'start Docker: the image of the server brings its own Linux',
    };
  }
  const { qemu, root, debian } = EMULATED[goarch];
  const program = findProgram(`${qemu}-static`, env) ?? findProgram(qemu, env);
  if (program !== undefined && existsSync(root)) return { command: [program, '-L', root] };
  return {
    missing: `this computer does not run programs for ${platform}`,
    fix: `install an emulator, on Debian: apt-get install qemu-user-static ${debian}; or name one: emulator`,
  };
}

function givenRunner(emulator: string, env: NodeJS.ProcessEnv): Runner {
  const [name = '', ...args] = splitQuoted(emulator) ?? [];
  const program = name.includes('/') ? name : findProgram(name, env);
  if (program !== undefined && existsSync(program)) return { command: [program, ...args] };
  return { missing: `there is no emulator ${name}`, fix: 'install it, or name another: emulator' };
}
