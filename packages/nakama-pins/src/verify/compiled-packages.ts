import type { CompiledModule, CompiledPackage } from '../fingerprints/compiled-package';
import { readExportFingerprint } from '../fingerprints/export-archive';
import { compareGo } from '../go-module/compare-go';
import type { GoResult } from '../toolchain/go-command';
import { explainGoFailure, type GoFailure } from '../toolchain/go-failure';

export interface CompileOptions {
  /** The module's folder, absolute. */
  readonly dir: string;
  /** Import paths or patterns of the main packages. */
  readonly packages: readonly string[];
  readonly tags?: readonly string[];
  /** With which the server is compiled. */
  readonly gcflags?: string;
  /** A go.mod in place of the module's, absolute; its go.sum is beside it (`x.mod`, `x.sum`). Then vendor/ is not used. */
  readonly modFile?: string;
  /** A file of go's `-overlay`, absolute: other texts of files that are only read. */
  readonly overlay?: string;
}

/** Runs the exact go of the release for the platform that is judged. */
export type RunGoIn = (dir: string, args: readonly string[]) => Promise<GoResult>;

/** All packages that a plugin links, by import path, or why go would not compile them. */
export type Compiled =
  | { readonly packages: ReadonlyMap<string, CompiledPackage>; readonly failure?: undefined }
  | { readonly packages?: undefined; readonly failure: GoFailure };

/** As `go list -json` prints it, those fields only. */
export interface ListedPackage {
  readonly ImportPath: string;
  readonly Dir?: string;
  readonly Export?: string;
  readonly Standard?: boolean;
  readonly Imports?: readonly string[];
  readonly Module?: ListedModule;
}

interface ListedModule {
  readonly Path: string;
  readonly Version?: string;
  readonly Replace?: { readonly Path: string; readonly Version?: string };
}

/**
 * Compiles a plugin without linking it, and reads the fingerprint of every package in it: the same as
 * `-buildmode=plugin` gives. The module is not changed; vendor/ is used if Go uses it by default.
 *
 * @throws InputError if go's build cache is damaged
 */
export async function compileFingerprints(options: CompileOptions, run: RunGoIn): Promise<Compiled> {
  const { code, stdout, stderr } = await run(options.dir, [
    ...COMPILE,
    '-buildvcs=false',
    '-json=ImportPath,Export,Standard,Imports,Module',
    ...settings(options),
  ]);
  if (code !== 0) return { failure: explainGoFailure(stderr, options.dir) };
  return { packages: new Map(parseList(stdout).flatMap(toEntry)) };
}

/**
 * Compiles a plugin for nothing but to see whether it does; also with a Go whose fingerprints can't be read.
 *
 * @returns why it does not
 */
export async function tryToCompile(
  options: CompileOptions,
  go: string,
  run: RunGoIn,
): Promise<GoFailure | undefined> {
  // 1.17 does not know the flag.
  const noVcs = compareGo(go, '1.18') >= 0 ? ['-buildvcs=false'] : [];
  const { code, stderr } = await run(options.dir, [...COMPILE, ...noVcs, ...settings(options)]);
  return code === 0 ? undefined : explainGoFailure(stderr, options.dir);
}

/** Lists the packages that a plugin links, and compiles nothing; undefined if go can't find all of them. */
export async function listPackages(
  options: CompileOptions,
  run: RunGoIn,
): Promise<readonly ListedPackage[] | undefined> {
  const { code, stdout } = await run(options.dir, [
    'list',
    '-deps',
    '-json=ImportPath,Dir,Standard,Module',
    ...settings(options),
  ]);
  return code === 0 ? parseList(stdout) : undefined;
}

const COMPILE = ['list', '-export', '-deps', '-trimpath'];

function settings({ packages, tags = [], gcflags, modFile, overlay }: CompileOptions): string[] {
  return [
    ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : []),
    ...(gcflags === undefined ? [] : [`-gcflags=${gcflags}`]),
    ...(modFile === undefined ? [] : [`-modfile=${modFile}`, '-mod=readonly']),
    ...(overlay === undefined ? [] : [`-overlay=${overlay}`]),
    '--',
    ...packages,
  ];
}

/** go prints one object after the other, each from `{` to `}` at the begin of a line. */
function parseList(stdout: string): ListedPackage[] {
  return JSON.parse(`[${stdout.replace(/^}\n{/gm, '},{')}]`) as ListedPackage[];
}

/** `unsafe` alone has no archive. */
function toEntry(listed: ListedPackage): [string, CompiledPackage][] {
  if (listed.Export === undefined || listed.Export === '') return [];
  const { ImportPath, Standard = false, Imports = [], Module } = listed;
  const fingerprint = readExportFingerprint(listed.Export);
  const module = Module && toModule(Module);
  return [[ImportPath, { fingerprint, imports: Imports, standard: Standard, ...(module && { module }) }]];
}

function toModule({ Path, Version, Replace }: ListedModule): CompiledModule {
  return {
    path: Path,
    ...(Version !== undefined && { version: Version }),
    ...(Replace && { replace: { path: Replace.Path, version: Replace.Version } }),
  };
}
