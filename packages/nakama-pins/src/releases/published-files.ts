import type { BuildTarget } from '../go-module/build-target';
import type { PackageFile } from '../go-module/package-files';
import { packageJson } from '../input/package-dir';
import type { Release } from './release-model';

/** What is known of a published file. */
export interface FileMark {
  /** 8 letters: its code without comments. */
  readonly code: string;
  /** 4 letters: what Go certainly exports of it. */
  readonly surface: string;
}

/** The files of one package of a module version as published, by who compiles them. */
export interface PublishedFiles {
  /** Compiled for every platform, by every Go of the catalog that links this version. */
  readonly always: readonly FileMark[];
  /** Compiled for one platform (GOOS/GOARCH) alone. */
  readonly only: Readonly<Record<string, readonly FileMark[]>>;
  /** Compiled by some Go versions. */
  readonly sometimes: readonly FileMark[];
}

/**
 * `catalog/published-files.json`: module path -> package without it (`''`, `/sub`) -> files -> the versions that have
 * them, with spaces between. Files are 12 letters each, `codeOf` and `surfaceOf`; the groups `always`, each platform of
 * `PLATFORMS` and `sometimes` stand in this order with `|` between.
 */
export type PackedFiles = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
>;

const PLATFORMS: readonly string[] = ['linux/amd64', 'linux/arm64'];
const CODE_LETTERS = 8;
const MARK_LETTERS = 12;

/**
 * The published files of a package in the packed form of one module version.
 *
 * @param goVersions of the releases that link the version
 */
export function packFiles(files: readonly PackageFile[], goVersions: readonly string[]): string {
  const groups = new Map<string, string>();
  for (const file of files) {
    const group = groupOf(file, goVersions);
    if (group !== undefined) groups.set(group, (groups.get(group) ?? '') + file.code + file.surface);
  }
  const names = ['always', ...PLATFORMS, 'sometimes'];
  return names
    .map((name) => groups.get(name) ?? '')
    .join('|')
    .replace(/\|+$/, '');
}

function groupOf(file: PackageFile, goVersions: readonly string[]): string | undefined {
  const compiledFor = PLATFORMS.map((platform) =>
    goVersions.map((go) => file.isCompiled(defaultTarget(platform, go))),
  );
  const all = compiledFor.flat();
  if (!all.includes(true)) return undefined;
  if (!all.includes(false)) return 'always';
  const isSettled = compiledFor.every((byGo) => byGo.every((compiled) => compiled === byGo[0]));
  return isSettled ? PLATFORMS.find((_, i) => compiledFor[i]?.[0] === true) : 'sometimes';
}

function defaultTarget(platform: string, goVersion: string): BuildTarget {
  const [goos = '', goarch = ''] = platform.split('/');
  return { goos, goarch, cgo: true, tags: [], goVersion };
}

export function unpackFiles(packed: string): PublishedFiles {
  const [always = [], ...others] = packed.split('|').map(marksIn);
  return {
    always,
    only: Object.fromEntries(PLATFORMS.map((platform, i) => [platform, others[i] ?? []])),
    sometimes: others[PLATFORMS.length] ?? [],
  };
}

function marksIn(letters: string): FileMark[] {
  const marks = letters.match(new RegExp(`.{${MARK_LETTERS}}`, 'g')) ?? [];
  return marks.map((mark) => ({ code: mark.slice(0, CODE_LETTERS), surface: mark.slice(CODE_LETTERS) }));
}

const FILE = 'catalog/published-files.json';

let shipped: PackedFiles | undefined;

/**
 * What is known of a package as published with a version: by the catalog, else by the release's own file.
 *
 * @returns undefined if neither knows it
 */
export function publishedFiles(
  module: { readonly path: string; readonly version: string },
  packagePath: string,
  own: NonNullable<Release['publishedFiles']> = {},
): PublishedFiles | undefined {
  shipped ??= packageJson<PackedFiles>(FILE);
  const suffix = packagePath.slice(module.path.length);
  const byFiles = shipped[module.path]?.[suffix] ?? {};
  const found = Object.entries(byFiles).find(([, versions]) => versions.split(' ').includes(module.version));
  const packed = found?.[0] ?? own[`${module.path}@${module.version}`]?.[suffix];
  return packed === undefined ? undefined : unpackFiles(packed);
}
