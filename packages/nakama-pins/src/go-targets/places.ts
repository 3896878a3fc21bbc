import { isAbsolute, posix, relative, sep } from 'node:path';
import { type Folders, under } from '../workspace/folders';

/** `vet: ./main.go:5:2`, `sub/s.go:3:23`, `C:\repo\main.go:5:2`: a path, then a line. */
const PLACE = /^((?:vet|go): )?((?:[A-Za-z]:[\\/])?[^\s:][^:]*):(?=\d+:)/;

/**
 * Rewrites the place that a line of output begins with so that it is relative to the workspace root, where editors and
 * terminals can open it.
 *
 * @param bases folders (relative to the root) that a relative path may begin in; the first in which the file is counts
 */
export function placesFromRoot(folders: Folders, bases: readonly string[]): (line: string) => string {
  const isFile = (file: string): boolean =>
    !file.startsWith('../') && folders.has(posix.dirname(file), posix.basename(file));
  const candidates = (path: string): string[] =>
    isAbsolute(path)
      ? [slashes(relative(folders.root, path))]
      : bases.map((base) => under(base, slashes(path)));
  return (line) =>
    line.replace(PLACE, (place, kind: string | undefined, path: string) => {
      const file = candidates(path).find(isFile);
      return file === undefined ? place : `${kind ?? ''}${file}:`;
    });
}

function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
