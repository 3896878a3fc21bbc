import type { Embed } from './module-reach';

/**
 * Whether a pattern of `//go:embed` can name a file or folder, something in it, or a folder above it (which is embedded
 * whole).
 *
 * @param path relative to the workspace root
 * @example
 * mayEmbed({ folder: 'plugins/arena', pattern: 'data' }, 'plugins/arena/data/maps'); // true
 */
export function mayEmbed({ folder, pattern }: Embed, path: string): boolean {
  const above = folder === '.' ? '' : `${folder}/`;
  if (path === folder || !path.startsWith(above)) return false;
  if (pattern === '.') return true;
  const names = path.slice(above.length).split('/');
  const globs = pattern.split('/');
  return names.every((name, i) => globs[i] === undefined || globAsRegExp(globs[i]).test(name));
}

const SPECIAL = /\\(.)|\*|\?|\[(\^?)((?:\\.|[^\]\\])+)\]|[.+^${}()|[\]\\]/g;

/** One element of a pattern, as https://pkg.go.dev/path#Match reads it. */
function globAsRegExp(glob: string): RegExp {
  const source = glob.replace(SPECIAL, (found, escaped?: string, not?: string, set?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (found === '*') return '.*';
    if (found === '?') return '.';
    return set === undefined ? `\\${found}` : `[${not ?? ''}${set.replaceAll('[', '\\[')}]`;
  });
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    // Go refuses the pattern; until it is put right, nothing is missed.
    return /^/;
  }
}
