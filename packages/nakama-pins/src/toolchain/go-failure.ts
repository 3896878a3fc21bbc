import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskOf } from '../input/disk-of';

/** Why go stopped. */
export type GoFailureKind =
  | 'disk-full'
  | 'unwritable-cache'
  | 'damaged-go'
  | 'bad-flag'
  | 'newer-go'
  | 'missing-sum'
  | 'other-sum'
  | 'updates-needed'
  | 'missing-requirement'
  | 'missing-folder'
  | 'module-path'
  | 'inconsistent-vendoring'
  | 'toolchain-not-available'
  | 'not-served'
  | 'no-c-compiler'
  | 'compile'
  | 'other';

export interface GoFailure {
  readonly kind: GoFailureKind;
  /** What go printed about it: at most four lines, without addresses (but of a failed download), advice and folders of this computer. */
  readonly lines: readonly string[];
  /** The edit or command that fixes it. */
  readonly fix: string;
}

interface Rule {
  readonly kind: GoFailureKind;
  readonly pattern: RegExp;
  readonly fix: string | ((stderr: string) => string);
}

const DISK_FULL = /no space left on device|disk quota exceeded|not enough space on the disk/i;

/** The first rule that matches wins, so causes come before what follows from them. */
const RULES: readonly Rule[] = [
  {
    kind: 'disk-full',
    pattern: DISK_FULL,
    fix: roomFor,
  },
  {
    kind: 'unwritable-cache',
    pattern:
      /failed to initialize build cache|could not create module cache|build cache is (?:required|disabled)|module cache not found/,
    fix: 'set GOCACHE and GOMODCACHE to folders that this user can write, or HOME to a home of this user',
  },
  {
    kind: 'damaged-go',
    pattern:
      /no such tool "|exec format error|error obtaining buildID for go tool|fork\/exec \S*[/\\]pkg[/\\]tool[/\\]/,
    fix: 'install that Go anew (https://go.dev/dl), or take it off PATH: then the exact Go is fetched',
  },
  {
    kind: 'bad-flag',
    pattern:
      /^(?:flag provided but not defined|flag needs an argument|bad flag syntax|invalid (?:boolean )?value .* for (?:flag )?-)/m,
    fix: 'correct the flag, or leave it out (go help build lists all)',
  },
  // Both name the folder of the toolchain, which is there.
  {
    kind: 'missing-requirement',
    pattern: /package \S+ is not in (?:std|GOROOT)/,
    fix: 'correct the import path: one without a dot is of the standard library, or of a module that go.mod requires and replaces by a folder',
  },
  {
    kind: 'module-path',
    pattern: /ambiguous import: found package|is not an importable package|malformed module path/,
    fix: 'give the module a path of its own in the module line of go.mod, such as example.com/game/arena',
  },
  {
    kind: 'toolchain-not-available',
    pattern:
      /toolchain not available|download go1\.\S+:|golang\.org\/toolchain@[^\s/\\]+(?:\s|$)|invalid (?:GOTOOLCHAIN|toolchain)/,
    fix: 'set GOPROXY to a proxy that serves golang.org/toolchain (https://go.dev/doc/toolchain#download), or install that Go and put it first on PATH',
  },
  {
    kind: 'newer-go',
    pattern:
      /requires go >=|invalid go version|unknown directive: toolchain|module requires Go|cannot compile Go \d|requires newer Go version/,
    fix: "use a version that the release's Go can read: its go line is not above that Go, and it has no toolchain line before Go 1.21",
  },
  {
    kind: 'inconsistent-vendoring',
    pattern:
      /inconsistent vendoring|cannot find module providing package \S+: import lookup disabled by -mod=vendor/,
    fix: 'go mod vendor',
  },
  {
    kind: 'other-sum',
    pattern: /checksum mismatch|SECURITY ERROR/,
    fix: 'find out where the hash in go.sum came from, then remove its line and download the module again',
  },
  {
    kind: 'missing-folder',
    pattern: /replacement directory \S+ does not exist|\(replaced by \.\S*\): reading/,
    fix: 'add the folder that the replace names, or drop the replace',
  },
  {
    kind: 'not-served',
    pattern:
      /40[34] (?:Forbidden|Not Found)|410 Gone|unrecognized import path|unknown revision|git ls-remote|module lookup disabled by GOPROXY=off|dial tcp|i\/o timeout|no such host/,
    fix: 'set GOPROXY (or GOPRIVATE for a repository of your own) so that go can download the module, or run where it can: go mod download',
  },
  { kind: 'updates-needed', pattern: /updates to go\.mod needed/, fix: 'go mod tidy' },
  { kind: 'missing-sum', pattern: /missing go\.sum entry/, fix: downloads },
  {
    kind: 'missing-requirement',
    pattern: /no required module provides package/,
    fix: "require the module of the package at the server's version (npx nakama-pins releases find <package>)",
  },
  {
    kind: 'no-c-compiler',
    pattern: /C compiler ".*" not found|exec: "[^"]*(?:gcc|clang|cc)[^"]*": executable file not found/,
    fix: "install a C compiler for the server's platform (Debian: gcc, gcc-aarch64-linux-gnu), or name one in CC",
  },
  { kind: 'compile', pattern: /^\S+\.go:\d+/m, fix: 'change the code at that line' },
];

/** What go could not do here, so that nothing is known of the plugin. */
const NO_PROOF: ReadonlySet<GoFailureKind> = new Set([
  'not-served',
  'toolchain-not-available',
  'no-c-compiler',
  'disk-full',
  'unwritable-cache',
  'damaged-go',
]);

/** Whether go could not work at all: then nothing is known of the plugin. */
export function isNoProof({ kind }: GoFailure): boolean {
  return NO_PROOF.has(kind);
}

/** Progress, headings, advice, and polite words of a server. */
const NOISE =
  /^(?:go: downloading|#|go (?:get|mod download|mod tidy|clean)\b|server response:|to (?:ignore|sync)\b|use -)/;
const MAX_LINES = 4;
const PLACE = /^\S+\.go:\d+:(?:\d+:)? /;

/**
 * Says what go's messages mean.
 *
 * @param stderr all that go printed to standard error
 * @param dir the folder it ran in: places in it are shown from there
 */
export function explainGoFailure(stderr: string, dir?: string): GoFailure {
  const rule = RULES.find(({ pattern }) => pattern.test(stderr));
  const lines = stderr
    .split('\n')
    .map((line) => tidy(line, dir, rule?.kind === 'not-served'))
    .filter((line) => line !== '' && !NOISE.test(line));
  // The lines that match, else the first ones.
  const telling = rule ? lines.filter((line) => rule.pattern.test(line)) : [];
  const shown = distinct(telling.length > 0 ? telling : lines).slice(0, MAX_LINES);
  const fix = rule?.fix ?? 'run go build in the folder of the plugin and fix what it reports';
  return {
    kind: rule?.kind ?? 'other',
    lines: shown.length > 0 ? shown : ['go said nothing'],
    fix: typeof fix === 'string' ? fix : fix(stderr),
  };
}

/** A module that can't be downloaded is reported for every import of it. */
function distinct(lines: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const line of lines) {
    const said = line.replace(PLACE, '');
    if (!seen.has(said)) seen.set(said, line);
  }
  return [...seen.values()];
}

/** Names the disk that is full: go, the compiler and the linker name the file that they could not write, or none. */
function roomFor(stderr: string): string {
  const lines = stderr.split('\n').filter((text) => DISK_FULL.test(text));
  const named = lines.flatMap((line) =>
    Array.from(line.matchAll(/(?:\/|\b[A-Za-z]:\\)[^\s:"']+/g), ([path]) => path),
  );
  const disks = [...named, join(tmpdir(), 'go')].flatMap((path) => diskOf(path) ?? []);
  const [fullest] = disks.sort((a, b) => a.freeBytes - b.freeBytes);
  const where = fullest ? ` on ${fullest.mount} (${fullest.freeBytes} bytes are free)` : '';
  return `free some space${where}, or set TMPDIR, GOCACHE and GOMODCACHE to folders on another disk`;
}

/** Go's own advice, `go get`, may raise versions. */
function downloads(stderr: string): string {
  const named = stderr.matchAll(/^go: (\S+@\S+): missing go\.sum entry/gm);
  const modules = [...new Set([...named].map(([, module]) => module))];
  return modules.length > 0
    ? `go mod download ${modules.join(' ')}`
    : 'go mod tidy (it keeps the versions in go.mod)';
}

/** @param keepsAddress of a failed download it matters which server answered */
function tidy(line: string, dir: string | undefined, keepsAddress: boolean): string {
  const local = dir === undefined ? line : line.replaceAll(`${dir}/`, '').replaceAll(`${dir}\\`, '');
  return (
    local
      .trim()
      .replace(/(https?:\/\/)[^/@\s]*@/g, '$1')
      .replace(/https?:\/\/\S+?: /g, keepsAddress ? '$&' : '')
      .replace(/[^\s(]*[/\\]pkg[/\\]mod[/\\]/g, '')
      // The command on the next line is Go's advice, which is not shown.
      .replace(/; to (?:add|update|sync)(?: it)?:$/, '')
      .replace(/^\.[/\\]/, '')
  );
}
