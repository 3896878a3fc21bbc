import type { Position } from '../input/problem';

/** One `go build -buildmode=plugin` of a Dockerfile, a script or a Makefile. */
export interface BuildCommand {
  readonly file: string;
  /** Of the word `go`. */
  readonly position: Position;
  /** Flags without their dashes, those of GOFLAGS first; a flag without a value has ''. */
  readonly flags: ReadonlyMap<string, string>;
  /** CGO_ENABLED as `ENV`, `export` or the command itself sets it. */
  readonly cgo: string | undefined;
}

const VALUED = new Set([
  'tags',
  'gcflags',
  'buildmode',
  'ldflags',
  'asmflags',
  'o',
  'mod',
  'modfile',
  'p',
  'C',
]);

/** A `go build` from its `go` to the end of the simple command; quoted separators are inside words. */
const GO_BUILD =
  /(?<![\w./-])(?:\/usr\/local\/go\/bin\/)?go[\d.]*[ \t]+(?:-C[ \t=]?\S+[ \t]+)?build\b(?:"[^"]*"|'[^']*'|\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*|[^\n;&|"'\\]|\\.)*/g;

/**
 * The commands of a Dockerfile, script or Makefile that build a plugin, in shell form (`RUN go build …`). Variables in
 * flags are not known, so a command with one in a flag's place is left out, and so is a script that sets GOFLAGS.
 */
export function readBuildCommands(text: string, file: string): BuildCommand[] {
  if (!text.includes('buildmode')) return [];
  const isDockerfile = /^[ \t]*FROM[ \t]/im.test(text);
  if (!isDockerfile && text.includes('GOFLAGS')) return [];
  return [...text.matchAll(GO_BUILD)].flatMap((match) => {
    const before = text.slice(0, match.index);
    const lineStart = before.lastIndexOf('\n') + 1;
    if (/^[ \t]*(?:#|::|@?REM\b|@?echo\b|LABEL\b|CMD\b|ENTRYPOINT\b)/i.test(before.slice(lineStart)))
      return [];
    const words = wordsOf(match[0]).slice(2);
    // What a variable holds may be any flag.
    if (words.some((word) => /^[$%]/.test(word))) return [];
    const stage = before.slice(lastFrom(before));
    const line = before.slice(lineStart);
    const goflags = assigned('GOFLAGS', stage, line) ?? '';
    if (goflags.includes('$')) return [];
    const flags = flagsOf([...wordsOf(goflags), ...words]);
    if (flags.get('buildmode') !== 'plugin') return [];
    const position = { line: before.split('\n').length, column: match.index - lineStart + 1 };
    return [{ file, position, flags, cgo: assigned('CGO_ENABLED', stage, line) }];
  });
}

function lastFrom(text: string): number {
  return Math.max(0, ...[...text.matchAll(/^[ \t]*FROM[ \t]/gim)].map(({ index }) => index));
}

/** The value that the stage's last `ENV` or `ARG`, or the command's own line, gives a variable. */
function assigned(name: string, stage: string, line: string): string | undefined {
  if (!stage.includes(name)) return undefined;
  const own = new RegExp(String.raw`(?:^|[\s;&])${name}=("[^"]*"|'[^']*'|[^\s;&]*)[^;&|]*$`).exec(line)?.[1];
  const pattern = new RegExp(String.raw`\b${name}(?:=|[ \t]+)("[^"]*"|'[^']*'|[^\s"']*)`);
  const lines = stage.split('\n').filter((row) => /^[ \t]*(?:ENV|ARG)\b/i.test(row));
  const declared = lines.flatMap((row) => pattern.exec(row)?.[1] ?? []).at(-1);
  return (own ?? declared)?.replace(/^(["'])(.*)\1$/s, '$2');
}

function wordsOf(command: string): string[] {
  const joined = command.replace(/\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*/g, ' ');
  return (joined.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? []).map((word) => word.replace(/["']/g, ''));
}

function flagsOf(words: readonly string[]): Map<string, string> {
  const flags = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const [, name, value] = /^--?([A-Za-z]\w*)(?:=(.*))?$/s.exec(words[i] ?? '') ?? [];
    if (name === undefined) continue;
    flags.set(name, value ?? (VALUED.has(name) ? (words[++i] ?? '') : ''));
  }
  return flags;
}
