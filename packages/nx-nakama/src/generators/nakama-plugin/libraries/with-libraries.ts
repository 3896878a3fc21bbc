import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import { addGoSumLines, type NewGoSumLine, parseGoSum, type Release } from 'nakama-pins';
import { NAKAMA_COMMON, type PinnedModule, type PinnedValues } from '../../../new-module/pinned-files';
import type { ModulePlan } from '../../../new-module/plan-module';
import type { ImportedLibrary } from './imported-libraries';
import { mergeRequirements } from './merge-requirements';

/** What the templates say about libraries. */
export interface LibraryValues {
  /** Modules that main.go imports from, sorted. */
  readonly direct: readonly PinnedModule[];
  readonly replace: readonly {
    readonly path: string;
    /** As go.mod writes it: `../../libs/score`. */
    readonly folder: string;
    /** Relative to the workspace root. */
    readonly dir: string;
  }[];
  /** The library whose Decode the RPC calls. */
  readonly decoder:
    | { readonly importPath: string; readonly name: string; readonly alias: boolean }
    | undefined;
  /** Import paths that main.go only links. */
  readonly linked: readonly string[];
}

/** The version that a module has which no proxy has: `replace` says where it is. */
const LOCAL_VERSION = 'v0.0.0';

/** Names in main.go and its imports: a package called so needs another there. */
const TAKEN_NAMES = new Set(
  (
    'context sql json runtime rpcID codeInvalidArgument codeInternal request response greet ctx logger db nk ' +
    'initializer payload req err answer'
  ).split(' '),
);

/**
 * A plugin's values with the libraries wired in.
 *
 * @throws InputError where a library's go.sum can't be read, or has another hash than the release
 */
export function withLibraries(
  tree: Tree,
  values: PinnedValues,
  { directory, release, existing }: ModulePlan,
  libraries: readonly ImportedLibrary[],
): PinnedValues & LibraryValues {
  const { local, modules } = mergeRequirements(libraries, existing, release);
  const common = { path: NAKAMA_COMMON, version: values.nakamaCommon };
  const imported = new Set(libraries.map(({ path }) => path));
  const asRequired = ({ path }: { path: string }): PinnedModule => ({ path, version: LOCAL_VERSION });
  const decoder = libraries.find(({ canDecode }) => canDecode);
  return {
    ...values,
    direct: sorted([common, ...local.filter(({ path }) => imported.has(path)).map(asRequired)]),
    indirect: sorted([
      ...values.indirect,
      ...local.filter(({ path }) => !imported.has(path)).map(asRequired),
      ...modules.filter(({ path }) => path !== NAKAMA_COMMON && !has(values.indirect, path)),
    ]),
    goSum: addGoSumLines(values.goSum, sumsOf(tree, release, modules, local), `${directory}/go.sum`),
    replace: local.map(({ path, dir }) => ({ path, dir, folder: posix.relative(directory, dir) })),
    decoder: decoder && nameOf(decoder),
    linked: libraries.filter((library) => library !== decoder).map(({ importPath }) => importPath),
  };
}

function nameOf({ importPath, packageName }: ImportedLibrary): NonNullable<LibraryValues['decoder']> {
  const isTaken = TAKEN_NAMES.has(packageName);
  const name = isTaken ? `${packageName}lib` : packageName;
  return { importPath, name, alias: isTaken || posix.basename(importPath) !== packageName };
}

function sumsOf(
  tree: Tree,
  release: Release,
  modules: readonly PinnedModule[],
  local: readonly { readonly dir: string }[],
): NewGoSumLine[] {
  const ofRelease = modules.flatMap(({ path, version }) => {
    const known = release.module(path);
    if (known?.version !== version) return [];
    const { zip, goMod } = known.sums;
    return [
      ...(zip === undefined ? [] : [{ path, version, goModOnly: false, hash: zip }]),
      ...(goMod === undefined ? [] : [{ path, version, goModOnly: true, hash: goMod }]),
    ];
  });
  const ofLibraries = local.flatMap(({ dir }) => {
    const file = posix.join(dir, 'go.sum');
    return parseGoSum(tree.read(file, 'utf-8') ?? '', file).lines;
  });
  return [...ofRelease, ...ofLibraries];
}

function has(modules: readonly PinnedModule[], path: string): boolean {
  return modules.some((module) => module.path === path);
}

function sorted(modules: PinnedModule[]): PinnedModule[] {
  return modules.sort((a, b) => (a.path < b.path ? -1 : 1));
}
