import { posix } from 'node:path';
import type { ExistingModule } from './existing-modules';
import type { FileTree } from './file-tree';
import { modulePathFault } from './module-path-fault';
import { type PackageJson, readPackageJson, workspaceRepository } from './workspace-repository';

/** What the path of a new module follows from. */
export interface ModulePathInput {
  /** The path that is asked for. */
  readonly asked?: string;
  /** The module's folder, relative to the workspace root. */
  readonly directory: string;
  /** The modules that are there, as `readModules` gives them. */
  readonly existing: readonly ExistingModule[];
  /** The name of the root folder: names a workspace that has no other name. */
  readonly rootName: string;
}

/**
 * The module path of a new module: the one that is asked for, else where its repository lies, else beside the modules
 * that are there, else below example.com, which nobody can own.
 *
 * @returns the path, and what is wrong with it; no fault for a path that Go takes and can fetch
 * @example
 * planModulePath(tree, { directory: 'plugins/arena', existing: [], rootName: 'game' });
 * // { path: 'github.com/acme/game/plugins/arena', fault: undefined }
 */
export function planModulePath(
  tree: FileTree,
  input: ModulePathInput,
): { readonly path: string; readonly fault: string | undefined } {
  const path = input.asked?.trim() ?? defaultPath(tree, input);
  return { path, fault: modulePathFault(path) };
}

function defaultPath(tree: FileTree, { directory, existing, rootName }: ModulePathInput): string {
  const packageJson = readPackageJson(tree);
  const repository = workspaceRepository(tree, packageJson);
  if (repository) return `${repository}/${directory}`;
  const beside = besideOthers(directory, existing);
  return beside ?? `example.com/${workspaceName(packageJson, rootName)}/${directory}`;
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

/** The elements that the parents of all paths share; undefined if they are not a module path. */
function commonParent(paths: readonly string[]): string | undefined {
  const [first, ...others] = paths.map((path) => path.split('/').slice(0, -1));
  if (!first) return undefined;
  const differs = first.findIndex((element, i) => others.some((other) => other[i] !== element));
  const parent = first.slice(0, differs < 0 ? undefined : differs).join('/');
  return modulePathFault(parent) === undefined ? parent : undefined;
}

/** The scope or name of package.json, as one element of a module path. */
function workspaceName({ name }: PackageJson, rootName: string): string {
  const [first = ''] = (typeof name === 'string' ? name : rootName).replace(/^@/, '').split('/');
  const element = first
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return element === '' ? 'workspace' : element;
}
