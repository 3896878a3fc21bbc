import { basename, dirname, isAbsolute } from 'node:path';
import { tempFolder } from '../input/temp-folder';
import { compareGlibc, glibcOfImage } from '../releases/glibc';
import type { Platform } from '../releases/release-model';
import { findProgram, isExecutable, pathWith } from './find-program';
import { probeCompiler } from './probe-compiler';
import { splitQuoted } from './quoted';
import { cacheFolder } from './user-cache';
import { findZig, type Zig, ZIG_PACKAGE } from './zig';

/** A C compiler for the server's platform, or why there is none. */
export type CCompiler =
  | {
      /** `given` by option or CC, the `host`'s own, a `cross` compiler, or `zig`. */
      readonly kind: 'given' | 'host' | 'cross' | 'zig';
      /** What CC is set to. */
      readonly command: string;
      /** CC and everything else that the compiler needs in the environment. */
      readonly env: Readonly<Record<string, string>>;
      /** The glibc that it compiles for, if it is known. */
      readonly glibc?: string;
      /** What may go wrong with it, one sentence without a full stop. */
      readonly warning?: string;
      readonly missing?: undefined;
      readonly fix?: undefined;
    }
  | { readonly missing: string; readonly fix: string };

export interface CCompilerOptions {
  /** The server's: `linux/amd64`. */
  readonly platform: Platform;
  /** Base image of the server: a plugin must not need a newer glibc than this image has. */
  readonly serverImageBase: string;
  /** Absolute folder of the workspace, in which zig may be installed. */
  readonly root: string;
  /** PATH, CC and the user's cache are taken from it. */
  readonly base: NodeJS.ProcessEnv;
  /** Forces a compiler: a program with arguments, as in CC; `zig`: that of the npm package, for the server's glibc. */
  readonly cc?: string;
}

/** How compilers and packages name an architecture of Go. */
const ARCHITECTURES: Readonly<Record<string, { readonly machine: string; readonly debian: string }>> = {
  amd64: { machine: 'x86_64', debian: 'x86-64' },
  arm64: { machine: 'aarch64', debian: 'aarch64' },
};

/** The oldest glibc in an image of Nakama 3: a plugin that needs no newer one loads everywhere. */
const OLDEST_GLIBC = '2.28';

/**
 * Chooses the C compiler that a plugin is built with: the forced one; else the first of CC, gcc, clang, cc and the cross
 * gcc that compiles for the server's platform with a glibc that is not newer than the server's; else zig, which brings
 * every glibc; else one with a newer glibc, whose plugins may still load. A compiler for musl is never chosen, because
 * the server can't load what it makes.
 */
export async function chooseCCompiler(options: CCompilerOptions): Promise<CCompiler> {
  const { platform, serverImageBase, root, base, cc } = options;
  if (cc !== undefined && cc !== 'zig')
    return absence(cc, base) ?? { kind: 'given', command: cc, env: { CC: cc } };
  const arch = platform.split('/')[1] ?? '';
  const known = ARCHITECTURES[arch];
  if (!platform.startsWith('linux/') || !known) {
    return {
      missing: `no C compiler is known for ${platform}`,
      fix: 'name one: --cc <command>',
    };
  }
  const ceiling = glibcOfImage(serverImageBase);
  const found = cc === 'zig' ? [] : await installed(known.machine, base);
  const fitting = found.find(
    ({ glibc }) => ceiling === undefined || (glibc !== undefined && compareGlibc(glibc, ceiling) <= 0),
  );
  if (fitting) return fitting;
  const zig = findZig(root, base);
  if (zig) return zigCompiler(zig, `${known.machine}-linux-gnu.${ceiling ?? OLDEST_GLIBC}`, base);
  const [newer] = found;
  if (newer) {
    return {
      ...newer,
      warning: `${newer.command} compiles for glibc ${newer.glibc}, the server has ${ceiling}: a plugin that needs something new of ${newer.glibc} does not load (npm install --save-dev ${ZIG_PACKAGE} brings a compiler for ${ceiling})`,
    };
  }
  return {
    missing: cc === 'zig' ? 'zig is not installed' : `there is no C compiler for ${platform} with glibc`,
    fix: `npm install --save-dev ${ZIG_PACKAGE} (zig, on any computer), or on Debian: apt-get install ${debianPackages(arch, known.debian)}`,
  };
}

/**
 * Why go could not run a forced compiler: it looks for the first word of CC on PATH, or takes an absolute path
 * (cmd/go/internal/work/init.go).
 */
function absence(cc: string, base: NodeJS.ProcessEnv): { missing: string; fix: string } | undefined {
  const [program] = splitQuoted(cc) ?? [];
  const fix = `install it, or name a C compiler that is there: --cc gcc, --cc zig (npm install --save-dev ${ZIG_PACKAGE}); without --cc one is chosen`;
  if (program === undefined)
    return { missing: `--cc ${cc} names no program: it is empty, or a quote is not closed`, fix };
  if (isAbsolute(program))
    return isExecutable(program)
      ? undefined
      : { missing: `the C compiler of --cc, ${program}, is no file that can be run`, fix };
  if (program !== basename(program))
    return {
      missing: `the C compiler of --cc, ${program}, is a relative path, which go does not take`,
      fix: 'name it by its absolute path, or put its folder on PATH',
    };
  return findProgram(program, base)
    ? undefined
    : { missing: `the C compiler of --cc, ${program}, is on no folder of PATH`, fix };
}

type Found = Extract<CCompiler, { missing?: undefined }>;

/** The installed compilers for the platform with glibc, in the order of preference. */
async function installed(machine: string, base: NodeJS.ProcessEnv): Promise<Found[]> {
  const cross = `${machine}-linux-gnu-gcc`;
  const candidates: Pick<Found, 'kind' | 'command'>[] = [
    { kind: 'given', command: base['CC'] ?? '' },
    { kind: 'host', command: 'gcc' },
    { kind: 'host', command: 'clang' },
    { kind: 'host', command: 'cc' },
    { kind: 'cross', command: cross },
  ];
  const probed = await Promise.all(
    candidates.map(async ({ kind, command }): Promise<Found[]> => {
      const target = command === '' ? undefined : await probeCompiler(command, base);
      if (target?.glibc === undefined || !isFor(machine, target.machine)) return [];
      const cxx = kind === 'cross' && { CXX: command.replace(/gcc$/, 'g++') };
      return [{ kind, command, env: { CC: command, ...cxx }, glibc: target.glibc }];
    }),
  );
  return probed.flat();
}

/** `x86_64-linux-gnu`, `x86_64-redhat-linux`, `aarch64-unknown-linux-gnu`, but not `…-linux-android` and 32-bit ABIs. */
function isFor(machine: string, target: string): boolean {
  const [architecture, ...rest] = target.split('-');
  const system = rest.join('-');
  const names = machine === 'aarch64' ? ['aarch64', 'arm64'] : [machine, 'amd64'];
  return names.includes(architecture ?? '') && /(?:^|-)linux(?:-gnu)?$/.test(system);
}

/** By its bare name on PATH: the folder of zig must not get into what is compiled or into the keys of Go's cache. */
function zigCompiler({ program, library }: Zig, target: string, base: NodeJS.ProcessEnv): CCompiler {
  const cache = zigCache(base);
  const command = `zig cc -target ${target}`;
  return {
    kind: 'zig',
    command,
    env: {
      CC: command,
      CXX: `zig c++ -target ${target}`,
      // Go's default has -g, with which zig ignores the linker's -s: paths of this computer would stay in the plugin.
      CGO_LDFLAGS: base['CGO_LDFLAGS'] || '-O2',
      PATH: pathWith(dirname(program), base),
      ZIG_GLOBAL_CACHE_DIR: cache,
      ZIG_LOCAL_CACHE_DIR: cache,
      ...(library !== undefined && { ZIG_LIB_DIR: library }),
    },
    glibc: target.slice(target.indexOf('gnu.') + 'gnu.'.length),
  };
}

/** Zig stops where it can keep nothing: it gets a folder of this run alone, if need be. */
function zigCache(base: NodeJS.ProcessEnv): string {
  try {
    return cacheFolder(base, 'zig');
  } catch {
    return tempFolder('nakama-zig').path;
  }
}

function debianPackages(arch: string, name: string): string {
  const isOwn = process.arch === (arch === 'amd64' ? 'x64' : arch);
  return isOwn ? 'gcc libc6-dev' : `gcc-${name}-linux-gnu`;
}
