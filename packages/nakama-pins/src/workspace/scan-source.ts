import { posix } from 'node:path';
import { GO_FILE_MAX_BYTES, readGoHeader } from '../go-module/go-header';
import type { BuildConstraint, GoFileHeader } from '../go-module/module-files';
import { isInGoRoot } from '../go-module/standard-packages';
import { InputError } from '../input/problem';
import { readTextFile } from '../input/read-text';

/** What a source file names outside of its own folder, by its content alone: no folder of the workspace is in it. */
export interface SourceScan {
  /** Import paths, each once; packages of Go itself are left out. */
  readonly imports?: readonly string[];
  /** Patterns of `//go:embed`, relative to the file's folder. */
  readonly embeds?: readonly string[];
  /** Files and folders that its C code names (`#include "…"`, `-I${SRCDIR}/…`), relative to the file's folder. */
  readonly reads?: readonly string[];
}

const EMPTY: SourceScan = {};

/** C, C++, assembly and whatever else cgo compiles with the Go files of a folder, as text. */
const C_SOURCE = /\.(?:c|cc|cpp|cxx|m|h|hh|hpp|hxx|s|S|sx)$/;

/** Whether a scan can say something of a file: Go files, tests among them, and sources of cgo. */
export function isScanned(file: string): boolean {
  if (!file.endsWith('.go')) return C_SOURCE.test(file);
  return !/^[_.]/.test(posix.basename(file));
}

/** Why a source file says nothing. */
export interface SkippedSource {
  /** Where it is wrong, and what. */
  readonly skipped: string;
}

/**
 * Reads what a source file names. Every build constraint counts, so that the answer is the same on every system; only
 * `//go:build ignore` takes a file out, as for `go mod tidy` (https://go.dev/ref/mod#go-mod-tidy).
 * Of a Go file no more than the header is read, unless it embeds files.
 *
 * @param absPath what is opened
 * @param file what messages call it
 * @returns why nothing is known, if the file can't be read or its header is not Go
 * @example
 * scanSource('/game/plugins/arena/main.go', 'plugins/arena/main.go'); // { imports: ['github.com/…/runtime'] }
 */
export function scanSource(absPath: string, file: string): SourceScan | SkippedSource {
  try {
    return scan(absPath, file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { skipped: error.message };
  }
}

function scan(absPath: string, file: string): SourceScan {
  const text = (): string => readTextFile(absPath, file, { maxBytes: GO_FILE_MAX_BYTES });
  if (!file.endsWith('.go')) return filled({ reads: cReads(text()) });
  const header = readGoHeader(absPath, file);
  if (isIgnored(header)) return EMPTY;
  const paths = [...new Set(header.imports.map(({ path }) => path))];
  return filled({
    imports: paths.filter((path) => path !== 'C' && !isInGoRoot(path)),
    embeds: paths.includes('embed') ? embedPatterns(text()) : [],
    reads: paths.includes('C') ? cReads(text()) : [],
  });
}

/** A thousand files have nothing to say: their scans are small. */
function filled(scan: Required<SourceScan> | Pick<Required<SourceScan>, 'reads'>): SourceScan {
  return Object.fromEntries(Object.entries(scan).filter(([, list]) => list.length > 0));
}

function isIgnored({ packageName, constraint }: GoFileHeader): boolean {
  return packageName === 'documentation' || (constraint !== undefined && asksFor(constraint, 'ignore'));
}

/** Whether a constraint can't hold without the tag. */
function asksFor(constraint: BuildConstraint, tag: string): boolean {
  switch (constraint.kind) {
    case 'tag':
      return constraint.tag === tag;
    case 'not':
      return false;
    case 'and':
      return asksFor(constraint.left, tag) || asksFor(constraint.right, tag);
    case 'or':
      return asksFor(constraint.left, tag) && asksFor(constraint.right, tag);
  }
}

/** https://pkg.go.dev/embed#hdr-Directives: patterns are separated by spaces, and quoted where they hold one. */
const EMBED_LINE = /^[ \t]*\/\/go:embed[ \t]+(.*)$/gm;
const EMBED_PATTERN = /"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\S+)/g;

function embedPatterns(text: string): string[] {
  const lines = [...text.matchAll(EMBED_LINE)].map(([, patterns = '']) => patterns);
  const patterns = lines.flatMap((line) =>
    [...line.matchAll(EMBED_PATTERN)].map(([, quoted, raw, plain]) => quoted ?? raw ?? plain ?? ''),
  );
  return unique(patterns.map((pattern) => posix.normalize(pattern.replace(/^all:/, ''))));
}

const INCLUDE = /^[ \t]*(?:\/\/[ \t]*)?#[ \t]*include[ \t]+"([^"\n]+)"/gm;
const CGO_LINE = /^[ \t]*(?:(?:\/\/|\*)[ \t]*)?#cgo[ \t]+([^\n]*)$/gm;
const IN_SOURCE_FOLDER = /\$\{SRCDIR\}\/?([^\s"']*)/g;

/** Comments of C are not taken apart: a name in one that leads nowhere says nothing. */
function cReads(text: string): string[] {
  const plain = text.replaceAll('\r', '');
  const included = [...plain.matchAll(INCLUDE)].map(([, path = '']) => path);
  const flags = [...plain.matchAll(CGO_LINE)].flatMap(([, line = '']) =>
    [...line.matchAll(IN_SOURCE_FOLDER)].map(([, path = '']) => path),
  );
  const paths = [...included, ...flags].filter((path) => path !== '' && !posix.isAbsolute(path));
  return unique(paths.map((path) => posix.normalize(path)));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
