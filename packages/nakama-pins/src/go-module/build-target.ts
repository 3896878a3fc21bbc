import { allOf, evaluateConstraint, parseGoBuild, wantedTags } from './build-constraint';
import type { BuildConstraint, GoFileHeader } from './module-files';

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
  return isTrueFor(header.constraint, target);
}

/** Whether a build constraint holds for the target; the absent one always does. */
export function isTrueFor(constraint: BuildConstraint | undefined, target: BuildTarget): boolean {
  return constraint === undefined || evaluateConstraint(constraint, (tag) => hasTag(tag, target));
}

/** The part of `matchesTarget` that does not need the file's content. */
export function fileNameMatches(fileName: string, target: BuildTarget): boolean {
  return isCompiledName(fileName) && tagsOfName(fileName).every((tag) => hasTag(tag, target));
}

/** Whether the name is that of a .go file that is no test and that go does not pass over. */
function isCompiledName(fileName: string): boolean {
  return fileName.endsWith('.go') && !fileName.endsWith('_test.go') && !/^[_.]/.test(fileName);
}

/** The tags that a file's name asks for: `linux` and `arm64` for `x_linux_arm64.go`. */
function tagsOfName(fileName: string): string[] {
  const stem = fileName.slice(0, fileName.indexOf('.'));
  // linux.go is for every system: a suffix needs a name before its underscore.
  const underscore = stem.indexOf('_');
  if (underscore < 0) return [];
  const parts = stem.slice(underscore + 1).split('_');
  if (parts.at(-1) === 'test') parts.pop();
  const last = parts.at(-1) ?? '';
  const beforeLast = parts.at(-2) ?? '';
  if (KNOWN_OS.has(beforeLast) && KNOWN_ARCH.has(last)) return [beforeLast, last];
  return KNOWN_OS.has(last) || KNOWN_ARCH.has(last) ? [last] : [];
}

/**
 * What must hold for a file to be compiled: what its name, its constraint and cgo demand; undefined if nothing.
 *
 * @param fileName without folder
 */
export function fileConstraint(
  fileName: string,
  { packageName, imports, constraint }: GoFileHeader,
): BuildConstraint | 'never' | undefined {
  if (!isCompiledName(fileName) || packageName === 'documentation') return 'never';
  const tags = [...tagsOfName(fileName), ...(imports.some(({ path }) => path === 'C') ? ['cgo'] : [])];
  const demands = tags.map((tag): BuildConstraint => ({ kind: 'tag', tag }));
  if (constraint) demands.push(constraint);
  return allOf(demands);
}

/** Whether the text of a constraint, as `//go:build` has it, holds for one of the targets. */
export function constraintHolds(text: string, targets: readonly BuildTarget[]): boolean {
  let constraint = parsed.get(text);
  if (!constraint) parsed.set(text, (constraint = parseGoBuild(text)));
  const known = constraint;
  return targets.some((target) => evaluateConstraint(known, (tag) => hasTag(tag, target)));
}

const parsed = new Map<string, BuildConstraint>();

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

/** Platforms of servers, with the newest Go. */
const ANY_SERVER: readonly BuildTarget[] = ['amd64', 'arm64'].map((goarch) => ({
  goos: 'linux',
  goarch,
  cgo: true,
  tags: [],
  goVersion: '1.9999',
}));

/** Whether a server could be given the file without build tags: not one with `//go:build ignore` or for Windows alone. */
export function fitsPlugins(source: { readonly name: string; readonly header: GoFileHeader }): boolean {
  return isCompiled(source, ANY_SERVER);
}

/** Whether one of the targets compiles a file. */
export function isCompiled(
  { name, header }: { readonly name: string; readonly header: GoFileHeader },
  targets: readonly BuildTarget[],
): boolean {
  return targets.some((target) => matchesTarget(name, header, target));
}

/** So many tags are tried one by one. */
const MAX_TRIED = 64;

/**
 * All that `go build -tags` must be given so that one of the targets compiles a file which none does: the tags of the
 * target and as few more as will do. Undefined if no tag of the plugin's own would help.
 */
export function tagsThatCompile(
  source: { readonly name: string; readonly header: GoFileHeader },
  targets: readonly BuildTarget[],
): string[] | undefined {
  const { constraint } = source.header;
  const own = constraint ? [...wantedTags(constraint)].filter(isOwnTag) : [];
  const candidates = [...own.slice(0, MAX_TRIED).map((tag) => [tag]), own];
  for (const target of targets) {
    const enough = candidates
      .map((more) => [...target.tags, ...more])
      .find((tags) => isCompiled(source, [{ ...target, tags }]));
    if (enough) return enough;
  }
  return undefined;
}

/** Not one that the platform or the Go release sets, and not the one by which Go's own files say "never". */
function isOwnTag(tag: string): boolean {
  return !(KNOWN_OS.has(tag) || KNOWN_ARCH.has(tag) || /^(?:ignore|cgo|gc|gccgo|unix|go1\.\d+)$/.test(tag));
}
