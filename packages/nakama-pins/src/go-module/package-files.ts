import { type BuildTarget, fileNameMatches, isTrueFor, matchesTarget } from './build-target';
import { parseGoHeader, readConstraint } from './go-header';
import { codeOf, surfaceOf } from './source-content';

/** A file of a package that some `go build` compiles, assembles or embeds. */
export interface PackageFile {
  readonly name: string;
  /** 8 letters: what a compiler reads of it (`codeOf`). */
  readonly code: string;
  /** 4 letters: what it certainly exports (`surfaceOf`). */
  readonly surface: string;
  isCompiled(target: BuildTarget): boolean;
}

/** What go/build compiles besides Go (build.go, fileListForExt). */
const OTHER_SOURCE = /\.(?:s|S|sx|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|swig|swigcxx|syso)$/;
/** A comment that names files to embed: https://pkg.go.dev/embed. */
const EMBED = /^\/\/go:embed[ \t]+(.*)$/gm;

/** True for the Go files of a package; tests are not. */
export function isGoFile(name: string): boolean {
  return name.endsWith('.go') && !name.endsWith('_test.go') && !/^[_.]/.test(name);
}

/**
 * The files of a package's folder that a build may read, tests not among them. Of what is embedded, files in the folder
 * that are called by their names.
 *
 * @param names the files of the folder
 */
export function packageFiles(names: readonly string[], read: (name: string) => Buffer): PackageFile[] {
  const goFiles = names.filter(isGoFile).map((name) => ({ name, bytes: read(name) }));
  const embedded = new Set(goFiles.flatMap(({ bytes }) => embeddedBy(bytes)));
  const others = names
    .filter((name) => !name.endsWith('.go') && (embedded.has(name) || OTHER_SOURCE.test(name)))
    .map((name) => ({ name, bytes: read(name) }));
  return [...goFiles, ...others].map(({ name, bytes }) => packageFile(name, bytes, embedded.has(name)));
}

function packageFile(name: string, bytes: Buffer, isEmbedded: boolean): PackageFile {
  let code: string | undefined;
  let surface: string | undefined;
  return {
    name,
    get code() {
      return (code ??= codeOf(name, bytes));
    },
    get surface() {
      return (surface ??= surfaceOf(name, bytes));
    },
    isCompiled: isEmbedded ? () => true : condition(name, bytes),
  };
}

/** When a file is compiled. One that is not Go, or whose constraint can't be read, stops the build: it counts always. */
function condition(name: string, bytes: Buffer): PackageFile['isCompiled'] {
  const text = bytes.toString('utf8');
  try {
    if (name.endsWith('.go')) {
      const header = parseGoHeader(text, name);
      return (target) => matchesTarget(name, header, target);
    }
    const constraint = readConstraint(text);
    const asGo = name.replace(/\.[^.]*$/, '.go');
    return (target) => fileNameMatches(asGo, target) && isTrueFor(constraint, target);
  } catch {
    return () => true;
  }
}

function embeddedBy(bytes: Buffer): string[] {
  if (!bytes.includes('//go:embed')) return [];
  const lines = [...bytes.toString('utf8').matchAll(EMBED)];
  return lines.flatMap(([, patterns = '']) => patterns.trim().split(/[ \t]+/));
}

/** Whether a file is, by its name alone, compiled for Windows only, on which no server opens plugins. */
export function isForWindows(name: string): boolean {
  return /_windows(?:_(?:386|amd64|arm|arm64))?\.go$/.test(name);
}
