import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import { readJson } from '@nx/devkit';
import type { ExistingModule } from './existing-modules';
import { modulePathFault, repositoryPath } from './module-path';

interface PackageJson {
  readonly name?: unknown;
  readonly repository?: unknown;
}

/**
 * The module path of a new module: where its repository lies, else beside the modules that are there, else
 * below example.com, which nobody can own.
 *
 * @param directory the module's folder, relative to the workspace root
 * @param existing the modules that are there
 */
export function defaultModule(tree: Tree, directory: string, existing: readonly ExistingModule[]): string {
  const packageJson = readPackageJson(tree);
  const repository = repositoryOf(packageJson) ?? gitOrigin(tree);
  if (repository) return `${repository}/${directory}`;
  const beside = besideOthers(directory, existing);
  if (beside) return beside;
  return `example.com/${workspaceName(tree, packageJson)}/${directory}`;
}

function readPackageJson(tree: Tree): PackageJson {
  return tree.exists('package.json') ? readJson<PackageJson>(tree, 'package.json') : {};
}

/** `repository` of package.json is a string, or an object that may say where in the repository the workspace lies. */
function repositoryOf({ repository }: PackageJson): string | undefined {
  if (typeof repository === 'string') return repositoryPath(repository);
  if (typeof repository !== 'object' || repository === null) return undefined;
  const { url, directory } = repository as { url?: unknown; directory?: unknown };
  const path = typeof url === 'string' ? repositoryPath(url) : undefined;
  return path && typeof directory === 'string' ? posix.join(path, directory) : path;
}

/** The `url` of `[remote "origin"]`. In a git worktree `.git` is a file, and there is none to read. */
function gitOrigin(tree: Tree): string | undefined {
  if (!tree.exists('.git/config')) return undefined;
  const section = /^\s*\[remote "origin"\][^\S\n]*\n((?:(?!\s*\[).*\n?)*)/m.exec(
    tree.read('.git/config', 'utf-8') ?? '',
  )?.[1];
  const url = /^\s*url\s*=\s*(.+)$/m.exec(section ?? '')?.[1];
  return url ? repositoryPath(url) : undefined;
}

/** By folder, where the others' paths follow their folders; else in the parent that the others share. */
function besideOthers(directory: string, existing: readonly ExistingModule[]): string | undefined {
  const bases = new Set(
    existing.map(({ dir, path }) => (path.endsWith(`/${dir}`) ? path.slice(0, -dir.length) : '')),
  );
  const [base] = bases;
  if (base && bases.size === 1) return `${base}${directory}`;
  const parent = commonParent(existing.map(({ path }) => path));
  return parent && `${parent}/${posix.basename(directory)}`;
}

/** The elements that the parents of all paths share; undefined where they are no module path. */
function commonParent(paths: readonly string[]): string | undefined {
  const [first, ...others] = paths.map((path) => path.split('/').slice(0, -1));
  if (!first) return undefined;
  const differs = first.findIndex((element, i) => others.some((other) => other[i] !== element));
  const parent = first.slice(0, differs < 0 ? undefined : differs).join('/');
  return modulePathFault(parent) === undefined ? parent : undefined;
}

/** The scope or name of package.json, as one element of a module path. */
function workspaceName(tree: Tree, { name }: PackageJson): string {
  const given = typeof name === 'string' ? name : posix.basename(tree.root.replaceAll('\\', '/'));
  const [first = ''] = given.replace(/^@/, '').split('/');
  const element = first
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return element === '' ? 'workspace' : element;
}
