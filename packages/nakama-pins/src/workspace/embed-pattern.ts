/**
 * Whether a pattern of `//go:embed` can name a folder, something in it, or a folder above it (which is embedded whole).
 * Both paths are relative to the folder of the Go file.
 *
 * @example
 * mayHold('data/maps', 'data'); // true
 */
export function mayHold(folder: string, pattern: string): boolean {
  if (pattern === '.') return true;
  const names = folder.split('/');
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
