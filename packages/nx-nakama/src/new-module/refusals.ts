import { posix } from 'node:path';
import { isForeign } from 'nakama-pins/detect';

/** https://go.dev/ref/spec#Keywords */
const GO_KEYWORDS = new Set(
  (
    'break case chan const continue default defer else fallthrough for func go goto if import interface map ' +
    'package range return select struct switch type var'
  ).split(' '),
);

/** `main` would be the Go package of every plugin; the others are folders that Go or Nx passes over. */
const RESERVED_NAMES = new Set(['main', 'internal', 'vendor', 'testdata', 'node_modules']);

/** What is wrong with a module's name, or undefined. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/[/\\]/.test(name)) return 'it holds a path separator; give the folder with --directory';
  if (!/^[a-z]/.test(name)) return 'it does not begin with a lower-case letter';
  const bad = /[^a-z0-9_-]/u.exec(name)?.[0];
  if (bad) return `it holds ${JSON.stringify(bad)}; lower-case letters, digits, - and _ are allowed`;
  if (/[-_]$/.test(name)) return 'it ends with a separator';
  if (GO_KEYWORDS.has(name)) return 'it is a keyword of Go';
  if (RESERVED_NAMES.has(name)) return 'it is reserved';
  return undefined;
}

/** What is wrong with a module's folder (relative to the workspace root, not yet normalized), or undefined. */
export function directoryFault(directory: string): string | undefined {
  if (directory.trim() === '') return 'it is empty';
  if (posix.isAbsolute(directory) || /^[A-Za-z]:|\\/.test(directory)) {
    return 'it is not relative to the workspace root, with / between folders';
  }
  const folders = directory.split('/').filter((folder) => folder !== '' && folder !== '.');
  if (folders.length === 0) return 'it is the workspace root';
  if (folders.includes('..')) return 'it leaves the workspace or goes back in it (..)';
  const odd = folders.find((folder) => !/^[A-Za-z0-9][\w.-]*$/.test(folder));
  if (odd !== undefined) {
    return `its folder ${JSON.stringify(odd)} is not made of letters, digits, -, _ and dots, beginning with a letter or digit`;
  }
  if (isForeign(directory))
    return 'it lies in vendor, node_modules or testdata, where no plugin is looked for';
  return undefined;
}
