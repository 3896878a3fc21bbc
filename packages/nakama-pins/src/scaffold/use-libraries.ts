import { folderFrom, isPruned, replaceFor } from '../go-module/build-list';
import { addBlankImports } from '../go-module/edit/go-import-edit';
import { applyGoModEdits, type GoModEdit } from '../go-module/edit/go-mod-edit';
import { addGoSumLines } from '../go-module/edit/go-sum-edit';
import { parseGoHeader } from '../go-module/go-header';
import { parseGoMod } from '../go-module/go-mod';
import type { GoMod } from '../go-module/module-files';
import { compareVersions, UNPUBLISHED } from '../go-module/module-version';
import { isInModule } from '../go-module/package-path';
import { InputError } from '../input/problem';
import type { Release } from '../releases/release-model';
import { under } from '../workspace/folders';
import { isForeign } from '../workspace/foreign-folders';
import type { ExistingModule } from './existing-modules';
import type { FileTree } from './file-tree';
import { mergeRequirements } from './merge-requirements';
import { sumsOfLibraries, sumsOfRelease } from './scaffold-values';

/** A plugin that is to use libraries of its workspace. */
export interface LibraryUse {
  readonly release: Release;
  readonly plugin: ExistingModule;
  /** The .go file of its main package that declares InitModule. */
  readonly mainFile: string;
  /** Each holds a package that others may import. */
  readonly libraries: readonly ExistingModule[];
  /** The modules that are there, as `readModules` gives them. */
  readonly existing: readonly ExistingModule[];
}

/** A file with its new text. */
export interface WrittenFile {
  /** Relative to the workspace root. */
  readonly file: string;
  readonly text: string;
}

/**
 * What makes a plugin use libraries: in go.mod require and replace, also of what the libraries are replaced by folders, and
 * what they require; the hashes of these in go.sum; and a blank import in the main package where the plugin imports no package
 * of a library yet. Files that stay as they are are left out; the pins follow by `planModules`.
 *
 * @example
 * for (const { file, text } of useLibraries(tree, { release, plugin, mainFile, libraries, existing })) tree.write(file, text);
 * @throws InputError where go.mod replaces a library by something else, and for a file that can't be read
 */
export function useLibraries(tree: FileTree, use: LibraryUse): WrittenFile[] {
  const { release, plugin, libraries, existing, mainFile } = use;
  const { local, modules } = mergeRequirements(libraries, existing, release);
  const goModFile = under(plugin.dir, 'go.mod');
  const goMod = parseGoMod(tree.read(goModFile) ?? '', goModFile);
  const edits = [
    ...local.flatMap((module) => wire(module, libraries.includes(module), plugin.dir, goMod)),
    ...(isPruned(goMod) ? modules.flatMap((module) => raise(module, goMod)) : []),
  ];
  const goSumFile = under(plugin.dir, 'go.sum');
  const sums = [...sumsOfRelease(modules, release), ...sumsOfLibraries(tree, local)];
  const paths = libraries
    .filter(({ path }) => !imports(tree, plugin.dir, path))
    .flatMap((library) => library.importable()?.importPath ?? [])
    .sort();
  const comment =
    paths.length === 1
      ? "Linked, so that its modules are pinned with this plugin's. Call it where you need it."
      : "Linked, so that their modules are pinned with this plugin's. Call them where you need them.";
  return [
    { file: goModFile, text: applyGoModEdits(tree.read(goModFile) ?? '', goModFile, edits) },
    { file: goSumFile, text: addGoSumLines(tree.read(goSumFile) ?? '', sums, goSumFile) },
    { file: mainFile, text: addBlankImports(tree.read(mainFile) ?? '', mainFile, paths, comment) },
  ].filter(({ file, text }) => text !== (tree.read(file) ?? ''));
}

function wire(module: ExistingModule, isDirect: boolean, dir: string, goMod: GoMod): GoModEdit[] {
  const { path } = module;
  const folder = folderFrom(dir, module.dir);
  const required = goMod.require.find((r) => r.path === path);
  const replace = replaceFor(goMod, path, required?.version ?? UNPUBLISHED);
  const leads = replace && replace.new.version === undefined && under(dir, replace.new.path) === module.dir;
  if (replace && !leads) {
    const { file, line, column } = { file: goMod.file, ...replace.position };
    throw new InputError([
      {
        file,
        position: { line, column },
        message: `${path} is replaced by something else than ${module.dir}`,
        expected: `replace ${path} => ${folder}`,
        found: replace.new.path,
        fix: `go mod edit -replace=${path}=${folder} ${file}, if that is what you want`,
      },
    ]);
  }
  return [
    ...(required ? [] : [{ kind: 'set-require', path, version: UNPUBLISHED, indirect: !isDirect } as const]),
    ...(leads ? [] : [{ kind: 'add-replace', old: { path }, new: { path: folder } } as const]),
  ];
}

function raise({ path, version }: { path: string; version: string }, goMod: GoMod): GoModEdit[] {
  const required = goMod.require.find((r) => r.path === path);
  if (required && compareVersions(required.version, version) >= 0) return [];
  return [{ kind: 'set-require', path, version, indirect: true }];
}

/** Whether a file that is compiled in the plugin's module imports a package of another. */
function imports(tree: FileTree, dir: string, module: string): boolean {
  return goFiles(tree, dir).some((file) =>
    parseGoHeader(tree.read(file) ?? '', file).imports.some(({ path }) => isInModule(path, module)),
  );
}

function goFiles(tree: FileTree, dir: string): string[] {
  return tree.children(dir).flatMap((name) => {
    const path = under(dir, name);
    if (tree.isFile(path)) return /^[^_.].*(?<!_test)\.go$/.test(name) ? [path] : [];
    // A module of its own is another's.
    const isOwn = !/^[_.]/.test(name) && !isForeign(name) && !tree.isFile(under(path, 'go.mod'));
    return isOwn ? goFiles(tree, path) : [];
  });
}
