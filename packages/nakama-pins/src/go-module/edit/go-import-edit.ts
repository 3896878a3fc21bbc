import { parseGoHeader } from '../go-header';
import { editLines, linesOf } from './lines';

/**
 * The text of a .go file that links further packages by blank imports: in a group of their own at the end of its last import
 * block, under a comment; all else stays byte for byte.
 *
 * @param paths import paths, sorted
 * @param comment a line without `//`
 * @throws InputError as `parseGoHeader`
 */
export function addBlankImports(
  text: string,
  file: string,
  paths: readonly string[],
  comment: string,
): string {
  const { imports, packagePosition } = parseGoHeader(text, file);
  const missing = paths.filter((path) => !imports.some((known) => known.path === path));
  if (missing.length === 0) return text;
  const lines = linesOf(text);
  const last = imports.at(-1)?.position.line ?? packagePosition.line;
  const isBlock = imports.length > 0 && !/^\s*import\b/.test(lines[last - 1] ?? '');
  const close = lines.findIndex((line, index) => index >= last && /^\s*\)/.test(line));
  const inserted: readonly [number, string[]] =
    isBlock && close > 0
      ? [close, ['', `\t// ${comment}`, ...missing.map((path) => `\t_ ${JSON.stringify(path)}`)]]
      : [last, ['', `// ${comment}`, ...missing.map((path) => `import _ ${JSON.stringify(path)}`)]];
  return editLines(text, { removed: new Set(), replaced: new Map(), inserted: new Map([inserted]) });
}
