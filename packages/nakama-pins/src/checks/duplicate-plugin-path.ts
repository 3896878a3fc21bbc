import { posix } from 'node:path';
import { defineCheck } from './define-check';

/** The runtime knows a plugin by its main package's import path and opens each only once ("plugin already loaded"). */
export const duplicatePluginPath = defineCheck('duplicate-plugin-path', function* ({ facts }) {
  const { goMod, samePath, dir } = facts;
  if (!goMod.module || samePath.length === 0 || facts.kind === 'library') return;
  const { path, position } = goMod.module;
  yield {
    severity: 'error',
    location: { file: goMod.file, ...position },
    data: { kind: 'declared', path, others: samePath, renames: renames(path, [dir, ...samePath], dir) },
  };
});

/** Of more, each plugin has its own new path alone. */
const MAX_NAMED = 16;

/** The same for every plugin of a path: one keeps it, the others are called after their folders. */
function renames(path: string, dirs: readonly string[], own: string): { dir: string; path: string }[] {
  const isMany = dirs.length > MAX_NAMED;
  const sorted = [...dirs].sort();
  const major = /\/v\d+$/.exec(path)?.[0] ?? '';
  const base = path.slice(0, path.length - major.length);
  const keeper = sorted.find((dir) => elementOf(dir) === posix.basename(base)) ?? sorted[0];
  const others = sorted.filter((dir) => dir !== keeper);
  const named = !isMany ? others : own === keeper ? others.slice(0, MAX_NAMED) : [own];
  const isUnique =
    !isMany && new Set([base, ...others.map((dir) => sibling(base, dir))]).size === sorted.length;
  return named.map((dir) => ({
    dir,
    path: (isUnique ? sibling(base, dir) : `${base}-${dir.replace(/[^\w.~-]/g, '-')}`) + major,
  }));
}

function sibling(path: string, dir: string): string {
  const parent = posix.dirname(path);
  return parent === '.' ? elementOf(dir) : `${parent}/${elementOf(dir)}`;
}

/** A folder's name as an element of a module path (https://go.dev/ref/mod#go-mod-file-ident). */
function elementOf(dir: string): string {
  if (dir === '.') return 'root';
  return posix.basename(dir).replace(/[^\w.~-]/g, '-');
}
