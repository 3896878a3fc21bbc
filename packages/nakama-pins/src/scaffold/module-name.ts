import { isKeyword } from '../go-module/go-scanner';
import { isForeign } from '../workspace/foreign-folders';

/** `main` would be the Go package of every plugin, and no other module may import from `internal`. */
const RESERVED_NAMES = ['main', 'internal'];

/**
 * What is wrong with the name of a new module, which names its folder and its Go package; undefined for a good one.
 *
 * @example
 * nameFault('daily-rewards'); // undefined
 * nameFault('func'); // 'it is a keyword of Go'
 */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/[/\\]/.test(name)) return 'it holds a path separator; give the folder with --directory';
  if (!/^[a-z]/.test(name)) return 'it does not begin with a lower-case letter';
  const bad = /[^a-z0-9_-]/u.exec(name)?.[0];
  if (bad) return `it holds ${JSON.stringify(bad)}; lower-case letters, digits, - and _ are allowed`;
  if (/[-_]$/.test(name)) return 'it ends with a separator';
  if (isKeyword(name)) return 'it is a keyword of Go';
  // Go passes over modules in a foreign folder.
  if (RESERVED_NAMES.includes(name) || isForeign(name)) return 'it is reserved';
  return undefined;
}
