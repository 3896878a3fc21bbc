import { type CCompiler, chooseCCompiler } from './c-compiler';
import { hostTarget, isForHost } from './host-target';
import { probeCompiler } from './probe-compiler';

/** A C compiler for this computer, or why there is none. */
export type HostCompiler =
  | { readonly env: Readonly<Record<string, string>>; readonly missing?: undefined; readonly fix?: undefined }
  | Extract<CCompiler, { missing: string }>;

/** What is looked for on PATH, and the C++ compiler beside it. */
const COMPILERS = [
  { cc: 'gcc', cxx: 'g++' },
  { cc: 'clang', cxx: 'clang++' },
  { cc: 'cc', cxx: 'c++' },
];

const INSTALL: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'xcode-select --install',
  win32: 'put the gcc of MinGW-w64 on PATH (https://www.mingw-w64.org)',
};

/**
 * The C compiler that tests are compiled with: of CC, gcc, clang and cc the first that compiles for this computer. Its
 * C library is this computer's own, which may be newer than the server's, or musl. On Linux, zig is used if there is none.
 *
 * @param root absolute folder of the workspace, in which zig may be installed
 */
export async function hostCCompiler(root: string, base: NodeJS.ProcessEnv): Promise<HostCompiler> {
  const given = base['CC'];
  if (given && (await compilesHere(given, base))) return { env: { CC: given } };
  for (const { cc, cxx } of COMPILERS) {
    if (await compilesHere(cc, base)) return { env: { CC: cc, CXX: cxx } };
  }
  // No image is named, so that zig takes the oldest glibc.
  if (process.platform === 'linux')
    return chooseCCompiler({ platform: hostTarget(), serverImageBase: '', root, base });
  return {
    missing: `there is no C compiler for ${hostTarget()}`,
    fix: INSTALL[process.platform] ?? 'install gcc or clang',
  };
}

/** A compiler on Linux without the headers of a C library can't make a program. */
async function compilesHere(command: string, base: NodeJS.ProcessEnv): Promise<boolean> {
  const target = await probeCompiler(command, base);
  if (target === undefined || !isForHost(target.machine)) return false;
  return process.platform !== 'linux' || target.glibc !== undefined || target.machine.includes('musl');
}
