import { type BuildTarget, constraintHolds, fileConstraint } from './build-target';
import { constraintText } from './constraint-text';
import type { GoFileHeader } from './module-files';
import { isStandardPath } from './standard-packages';

/**
 * One import of a package: always there, or only where a build constraint holds. Packages of the standard library are
 * left out.
 */
export type ListedImport = string | { readonly path: string; readonly if: string };

/** What packages of one module version import, for every platform. */
export interface ModuleImports {
  readonly path: string;
  readonly version: string;
  /** Hash of the source that was read, as go.sum has it: `h1:…`. */
  readonly sum: string;
  /** By folder in the module, `.` for its root; packages that are not listed may exist all the same. */
  readonly packages: Readonly<Record<string, readonly ListedImport[]>>;
}

/** A .go file of a package: its name without folder, and its header. */
export interface NamedHeader {
  readonly name: string;
  readonly header: GoFileHeader;
}

/** The imports of a package's files, sorted by path. Tests and files that no build takes are left out. */
export function listImports(files: readonly NamedHeader[]): ListedImport[] {
  /** Path -> the constraints of the files that import it; undefined: one file has none. */
  const found = new Map<string, Set<string> | undefined>();
  for (const { name, header } of files) {
    const constraint = fileConstraint(name, header);
    if (constraint === 'never') continue;
    const condition = constraint && constraintText(constraint);
    // By convention: a program that is run by hand.
    if (condition === 'ignore') continue;
    for (const { path } of header.imports) {
      if (isStandardPath(path)) continue;
      if (condition === undefined) found.set(path, undefined);
      else if (!found.has(path)) found.set(path, new Set([condition]));
      else found.get(path)?.add(condition);
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, conditions]) => (conditions ? { path, if: anyOf([...conditions].sort()) } : path));
}

/** What a package imports when it is compiled for one of the targets. */
export function importsFor(listed: readonly ListedImport[], targets: readonly BuildTarget[]): string[] {
  return listed.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    return constraintHolds(entry.if, targets) ? [entry.path] : [];
  });
}

function anyOf(conditions: readonly string[]): string {
  const [first = '', ...others] = conditions;
  return others.length === 0 ? first : conditions.map((c) => (/&&|\|\|/.test(c) ? `(${c})` : c)).join(' || ');
}
