import { posix } from 'node:path';
import type { Copy } from './image-build';

/** Whether a source of a COPY is a pattern (Go's filepath.Match). */
function isPattern(source: string): boolean {
  return /[*?[]/.test(source);
}

/**
 * Where copies put a file or folder of the context. A folder's files go into the target, whatever the folder is called; a
 * file keeps its name where the target is a folder, which an existing one may be without a slash.
 *
 * @param path relative to the context
 * @param copies in the order of the file
 */
export function placesOf(path: string, isFolder: boolean, copies: readonly Copy[]): string[] {
  return copies.flatMap((copy) =>
    copy.sources.flatMap(({ path: source }) => {
      const rest = restBehind(source, path);
      if (rest === undefined) return [];
      if (rest !== '') return [posix.join(copy.target, rest)];
      const named = posix.join(copy.target, posix.basename(path));
      if (isFolder) return isPattern(source) ? [copy.target, named] : [copy.target];
      return copy.isFolder ? [named] : [copy.target, named];
    }),
  );
}

/** What of a path lies below a source; undefined if the source does not hold it. */
function restBehind(source: string, path: string): string | undefined {
  if (source === '.' || source === path) return source === path ? '' : path;
  if (!isPattern(source)) return path.startsWith(`${source}/`) ? path.slice(source.length + 1) : undefined;
  const parts = source.split('/');
  const names = path.split('/');
  const isHeld = parts.length <= names.length && parts.every((part, i) => matches(part, names[i] ?? ''));
  return isHeld ? names.slice(parts.length).join('/') : undefined;
}

function matches(pattern: string, name: string): boolean {
  if (!isPattern(pattern)) return pattern === name;
  const escaped = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  try {
    return new RegExp(`^${escaped.replace(/\[!/g, '[^')}$`).test(name);
  } catch {
    return true;
  }
}

/** Whether copies may bring a folder, or a part of it, to a place in the image. Where that can't be told, they may. */
export function mayHold(place: string, folder: string | undefined, copies: readonly Copy[]): boolean {
  if (folder !== undefined && placesOf(folder, true, copies).includes(place)) return true;
  return copies.some(({ sources, target }) => {
    const isBelow = place === target || place.startsWith(target === '/' ? '/' : `${target}/`);
    // Nobody knows where an absolute target lies beside a folder that only the image names.
    const isAnywhere = place.startsWith(UNKNOWN_START) !== target.startsWith(UNKNOWN_START);
    if (sources.length === 0) return isBelow || target.startsWith(`${place}/`) || isAnywhere;
    if (folder === undefined) return false;
    return sources.some(({ path: source }) => {
      const isPart = source.startsWith(`${folder}/`) && !/\/go\.(?:mod|sum|\*)$/.test(source);
      const isWide = isPattern(source.split('/').slice(0, -1).join('/')) || source.includes('**');
      const isOf = restBehind(source, folder) !== undefined;
      if (isAnywhere) return isPart || isOf || isWide;
      return (isPart && (target === place || target.startsWith(`${place}/`))) || (isWide && isBelow);
    });
  });
}

const UNKNOWN_START = '/?/';
