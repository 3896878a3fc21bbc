import { posix } from 'node:path';
import { addGoSumLines, type NewGoSumLine } from '../go-module/edit/go-sum-edit';
import { parseGoSum } from '../go-module/go-sum-file';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { Release } from '../releases/release-model';
import { under } from '../workspace/folders';
import type { ExistingModule } from './existing-modules';
import type { FileTree } from './file-tree';
import { mergeRequirements } from './merge-requirements';
import { byPath, type PinnedModule } from './pinned-module';
import { type PinnedValues, pinnedValues } from './pinned-values';

/** What the files of a new module say. */
export interface ScaffoldValues extends PinnedValues {
  /** Modules that the new one imports from, sorted. */
  readonly direct: readonly PinnedModule[];
  readonly replace: readonly {
    readonly path: string;
    /** As go.mod writes it: `../../libs/score`. */
    readonly folder: string;
    /** Relative to the workspace root. */
    readonly dir: string;
  }[];
}

/** A module that is to be written. */
export interface PlannedModule {
  readonly release: Release;
  /** Its folder, relative to the workspace root. */
  readonly directory: string;
  /** The modules that are there, as `readModules` gives them. */
  readonly existing: readonly ExistingModule[];
  /** Those of them that it imports. */
  readonly libraries?: readonly ExistingModule[];
}

/** The version that a module has which no proxy has: `replace` says where it is. */
const LOCAL_VERSION = 'v0.0.0';

/**
 * What go.mod, go.sum and the Dockerfile of a new plugin or library say, pinned to a release: versions, hashes, images,
 * and for each library that it imports a replace and what that requires.
 *
 * @example
 * const release = openCatalog({ workspaceDir: root }).get('3.40.0');
 * const { goLine, direct, indirect, goSum } = scaffoldValues(tree, { release, directory: 'plugins/arena', existing: [] });
 * @throws InputError if the release lacks what every plugin needs, and where a library's go.sum can't be read or has
 * another hash than the release
 */
export function scaffoldValues(tree: FileTree, planned: PlannedModule): ScaffoldValues {
  const { release, directory, existing, libraries = [] } = planned;
  const values = pinnedValues(release);
  const { local, modules } = mergeRequirements(libraries, existing, release);
  const isImported = (module: ExistingModule): boolean => libraries.some(({ path }) => path === module.path);
  const isPinned = ({ path }: PinnedModule): boolean =>
    path === NAKAMA_COMMON || values.indirect.some((pinned) => pinned.path === path);
  return {
    ...values,
    direct: [
      { path: NAKAMA_COMMON, version: values.nakamaCommon },
      ...local.filter(isImported).map(asRequired),
    ].sort(byPath),
    indirect: [
      ...values.indirect,
      ...local.filter((module) => !isImported(module)).map(asRequired),
      ...modules.filter((module) => !isPinned(module)),
    ].sort(byPath),
    goSum: addGoSumLines(
      values.goSum,
      [...sumsOfRelease(modules, release), ...sumsOfLibraries(tree, local)],
      under(directory, 'go.sum'),
    ),
    replace: local.map(({ path, dir }) => ({ path, dir, folder: posix.relative(directory, dir) })),
  };
}

function asRequired({ path }: ExistingModule): PinnedModule {
  return { path, version: LOCAL_VERSION };
}

/** The hashes of modules at the release's version. */
export function sumsOfRelease(modules: readonly PinnedModule[], release: Release): NewGoSumLine[] {
  return modules.flatMap(({ path, version }) => {
    const known = release.module(path);
    if (known?.version !== version) return [];
    const { zip, goMod } = known.sums;
    return [
      ...(zip === undefined ? [] : [{ path, version, goModOnly: false, hash: zip }]),
      ...(goMod === undefined ? [] : [{ path, version, goModOnly: true, hash: goMod }]),
    ];
  });
}

/** What the go.sum files of modules hold. */
export function sumsOfLibraries(tree: FileTree, local: readonly ExistingModule[]): NewGoSumLine[] {
  return local.flatMap(({ dir }) => {
    const file = under(dir, 'go.sum');
    return [...parseGoSum(tree.read(file) ?? '', file).lines];
  });
}
