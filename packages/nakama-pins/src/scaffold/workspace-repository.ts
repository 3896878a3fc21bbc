import { posix } from 'node:path';
import { parse } from 'jsonc-parser';
import type { FileTree } from './file-tree';
import { repositoryPath } from './repository-path';

/** What package.json says of the workspace's place; anything may stand there. */
export interface PackageJson {
  readonly name?: unknown;
  readonly repository?: unknown;
}

export function readPackageJson(tree: FileTree): PackageJson {
  const value: unknown = parse(tree.read('package.json') ?? '{}');
  return typeof value === 'object' && value !== null ? value : {};
}

/** Where the workspace lies in its repository, as a module path: by package.json, else by git's remote. */
export function workspaceRepository(tree: FileTree, packageJson: PackageJson): string | undefined {
  return repositoryOf(packageJson) ?? gitOrigin(tree);
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
function gitOrigin(tree: FileTree): string | undefined {
  const section = /^\s*\[remote "origin"\][^\S\n]*\n((?:(?!\s*\[).*\n?)*)/m.exec(
    tree.read('.git/config') ?? '',
  )?.[1];
  const url = /^\s*url\s*=\s*(.+)$/m.exec(section ?? '')?.[1];
  return url ? repositoryPath(url) : undefined;
}
