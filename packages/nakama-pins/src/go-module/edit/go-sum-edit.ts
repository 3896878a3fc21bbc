import { InputError, type Problem } from '../../input/problem';
import { parseGoSum } from '../go-sum-file';
import type { GoSumLine } from '../module-files';
import { compareVersions } from '../module-version';
import { editLines, linesOf } from './lines';

/** A line of go.sum to add. */
export type NewGoSumLine = Omit<GoSumLine, 'position'>;

/** The hash algorithm that Go knows; lines with other algorithms prove nothing. */
const KNOWN_HASH = 'h1:';

/**
 * The text of a go.sum file with the lines added, each where go would put it (`module.Sort`): by path, by version, and
 * the hash of the source before that of go.mod. Lines that are already there are not added; all stay byte for byte.
 *
 * @param text empty if there is no file yet
 * @param file what messages call it
 * @throws InputError as `parseGoSum`, and for every line whose hash is not the one to be added: either may be forged
 */
export function addGoSumLines(text: string, lines: readonly NewGoSumLine[], file: string): string {
  const present = parseGoSum(text, file).lines;
  const added = missingLines(text, present, lines, file);
  const inserted = new Map<number, string[]>();
  for (const line of added.sort(compareLines)) {
    const above = present.findLast((other) => compareLines(other, line) <= 0)?.position.line ?? 0;
    inserted.set(above, [...(inserted.get(above) ?? []), written(line)]);
  }
  return editLines(text, { removed: new Set(), replaced: new Map(), inserted });
}

function missingLines(
  text: string,
  present: readonly GoSumLine[],
  lines: readonly NewGoSumLine[],
  file: string,
): NewGoSumLine[] {
  const known = new Map<string, (GoSumLine | NewGoSumLine)[]>();
  for (const line of present.filter(({ hash }) => hash.startsWith(KNOWN_HASH))) {
    const key = keyOf(line);
    known.set(key, [...(known.get(key) ?? []), line]);
  }
  const problems: Problem[] = [];
  const missing: NewGoSumLine[] = [];
  for (const line of lines) {
    const others = known.get(keyOf(line));
    const contradiction = others?.find(({ hash }) => hash !== line.hash);
    if (contradiction) {
      problems.push(mismatch(text, contradiction, line, file));
    } else if (!others) {
      known.set(keyOf(line), [line]);
      missing.push(line);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return missing;
}

function mismatch(
  text: string,
  found: GoSumLine | NewGoSumLine,
  wanted: NewGoSumLine,
  file: string,
): Problem {
  const line = 'position' in found ? found.position.line : undefined;
  const column = line === undefined ? 0 : (linesOf(text)[line - 1]?.lastIndexOf(found.hash) ?? -1) + 1;
  return {
    file,
    position: line === undefined ? undefined : { line, column },
    message: `two hashes for ${wanted.path} ${versionOf(wanted)}: that of the file is not the known one`,
    expected: wanted.hash,
    found: found.hash,
    fix: `find out where the line comes from; if you do not trust it, delete it, then run: go mod download ${wanted.path}@${wanted.version}`,
  };
}

function compareLines(a: NewGoSumLine, b: NewGoSumLine): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return compareVersions(a.version, b.version) || Number(a.goModOnly) - Number(b.goModOnly);
}

function keyOf(line: NewGoSumLine): string {
  return `${line.path} ${versionOf(line)}`;
}

function versionOf({ version, goModOnly }: NewGoSumLine): string {
  return goModOnly ? `${version}/go.mod` : version;
}

function written(line: NewGoSumLine): string {
  return `${keyOf(line)} ${line.hash}`;
}
