import { evaluateConstraint } from './build-constraint';
import type { GoFileHeader } from './module-files';

/** What a package is compiled for. */
export interface BuildTarget {
  readonly goos: string;
  readonly goarch: string;
  /** CGO_ENABLED. */
  readonly cgo: boolean;
  /** `-tags`, and tool tags (`goexperiment.…`, `amd64.v1`) if they matter. */
  readonly tags: readonly string[];
  /** `1.26.5`: the release tags go1.1 to go1.26 hold. */
  readonly goVersion: string;
}

// go/build's internal/syslist: past, present and future values, because they decide what a file name means.
const KNOWN_OS = new Set(
  (
    'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 ' +
    'windows zos'
  ).split(' '),
);
const UNIX_OS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris'.split(' '),
);
const KNOWN_ARCH = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ' +
    'ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);
/** An operating system that counts as another one too. */
const ALSO_OS: Readonly<Record<string, string>> = { android: 'linux', illumos: 'solaris', ios: 'darwin' };

/**
 * Whether `go build` compiles the file into its package for the target, by go/build's rules: file name,
 * build constraint, cgo. Test files never are.
 *
 * @param fileName without folder
 */
export function matchesTarget(fileName: string, header: GoFileHeader, target: BuildTarget): boolean {
  if (!fileNameMatches(fileName, target)) return false;
  // go/build leaves out files of `package documentation`.
  if (header.packageName === 'documentation') return false;
  if (!target.cgo && header.imports.some(({ path }) => path === 'C')) return false;
  return (
    header.constraint === undefined || evaluateConstraint(header.constraint, (tag) => hasTag(tag, target))
  );
}

/** The part of `matchesTarget` that does not need the file's content. */
export function fileNameMatches(fileName: string, target: BuildTarget): boolean {
  if (!fileName.endsWith('.go') || fileName.endsWith('_test.go') || /^[_.]/.test(fileName)) return false;
  const stem = fileName.slice(0, fileName.indexOf('.'));
  // linux.go is for every system: a suffix needs a name before its underscore.
  const underscore = stem.indexOf('_');
  if (underscore < 0) return true;
  const parts = stem.slice(underscore + 1).split('_');
  if (parts.at(-1) === 'test') parts.pop();
  const last = parts.at(-1) ?? '';
  const beforeLast = parts.at(-2) ?? '';
  if (KNOWN_OS.has(beforeLast) && KNOWN_ARCH.has(last)) {
    return hasTag(beforeLast, target) && hasTag(last, target);
  }
  return KNOWN_OS.has(last) || KNOWN_ARCH.has(last) ? hasTag(last, target) : true;
}

function hasTag(tag: string, target: BuildTarget): boolean {
  const { goos, goarch, cgo, tags, goVersion } = target;
  return (
    tag === goos ||
    tag === goarch ||
    tag === 'gc' ||
    (tag === 'cgo' && cgo) ||
    (tag === 'unix' && UNIX_OS.has(goos)) ||
    ALSO_OS[goos] === tag ||
    tags.includes(tag === 'boringcrypto' ? 'goexperiment.boringcrypto' : tag) ||
    isReleaseTag(tag, goVersion)
  );
}

/** `go1.21` holds from Go 1.21 on. */
function isReleaseTag(tag: string, goVersion: string): boolean {
  const minor = /^go1\.([1-9][0-9]*)$/.exec(tag)?.[1];
  const has = /^1\.([0-9]+)/.exec(goVersion)?.[1];
  return minor !== undefined && has !== undefined && Number(minor) <= Number(has);
}

/** Whether one of the targets compiles a file. */
export function isCompiled(
  { name, header }: { readonly name: string; readonly header: GoFileHeader },
  targets: readonly BuildTarget[],
): boolean {
  return targets.some((target) => matchesTarget(name, header, target));
}
