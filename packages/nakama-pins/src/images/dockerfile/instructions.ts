/** An instruction of a Dockerfile. Offsets are UTF-16 code units from 0 in the file's text. */
export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  readonly start: number;
  /** Of its arguments; `end` is exclusive and before the here-documents. */
  readonly argumentsStart: number;
  readonly end: number;
  /** The arguments as long as they are in the file: continuations and comment lines are `JOINED`. */
  readonly text: string;
  readonly heredocs: readonly Heredoc[];
}

/** `<<EOF` */
export interface Heredoc {
  readonly name: string;
  /** Of `<<`. */
  readonly start: number;
  /** Its lines; undefined if no line ends it. */
  readonly body: { readonly start: number; readonly end: number } | undefined;
}

export interface Instructions {
  readonly instructions: readonly Instruction[];
  /** `syntax`, `escape`, `check`: comments before everything else. */
  readonly directives: ReadonlyMap<string, string>;
  /** What continues a line: `\\` or a backtick. */
  readonly escape: string;
}

/** Stands for a character that joins two lines: no text of its own, and no end of a word. */
export const JOINED = '\uE000';

const DIRECTIVE = /^#[ \t]*([a-zA-Z][a-zA-Z0-9]*)[ \t]*=[ \t]*(.+)$/;
const COMMENT_OR_EMPTY = /^[ \t\r]*(?:#|$)/;
const WITH_HEREDOC: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);
const HEREDOC = /(?:^|[ \t])\d*<<(-?)(["']?)([A-Za-z0-9_.]+)\2(?=[ \t;&|>)]|$)/g;

/**
 * Takes a Dockerfile apart as BuildKit does (frontend/dockerfile/parser/parser.go): an instruction is a line and those
 * that it continues on, comment and empty lines between them left out, and the here-documents that it opens.
 */
export function instructionsOf(text: string): Instructions {
  const directives = directivesOf(text);
  const escape = directives.get('escape') === '`' ? '`' : '\\';
  const instructions: Instruction[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const line = lineAt(text, at);
    if (COMMENT_OR_EMPTY.test(line)) {
      at += line.length + 1;
      continue;
    }
    const instruction = instructionAt(text, at, escape);
    instructions.push(instruction);
    const last = instruction.heredocs.at(-1);
    at = last ? (last.body ? nextLine(text, last.body.end) : text.length) : instruction.end + 1;
  }
  return { instructions, directives, escape };
}

function directivesOf(text: string): Map<string, string> {
  const directives = new Map<string, string>();
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const line = lineAt(text, at);
    const [, name, value] = DIRECTIVE.exec(withoutSpaces(line)) ?? [];
    if (name === undefined || value === undefined) break;
    directives.set(name.toLowerCase(), value);
    at += line.length + 1;
  }
  return directives;
}

function instructionAt(text: string, from: number, escape: string): Instruction {
  let end = from;
  let flat = '';
  for (;;) {
    const line = lineAt(text, end);
    // Only between continued lines; the first one is none.
    const isSkipped = flat !== '' && COMMENT_OR_EMPTY.test(line);
    const body = isSkipped ? '' : withoutContinuation(line, escape);
    const continues = isSkipped || body.length < line.length;
    flat += body.padEnd(line.length, JOINED);
    end += line.length;
    if (!continues || end >= text.length) break;
    flat += JOINED;
    end++;
  }
  const [, indent = '', word = '', gap = ''] = /^([ \t]*)(\S*)([ \t\r\uE000]*)/.exec(flat) ?? [];
  const keyword = word.replaceAll(JOINED, '').toUpperCase();
  const argumentsStart = from + indent.length + word.length + gap.length;
  const args = flat.slice(argumentsStart - from).replace(/\r$/, ' ');
  return {
    keyword,
    start: from + indent.length,
    argumentsStart,
    end,
    text: args,
    heredocs:
      WITH_HEREDOC.has(keyword) && args.includes('<<') ? heredocsOf(text, args, argumentsStart, end) : [],
  };
}

/** Without the white space at its end. */
function withoutSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line.charAt(end - 1))) end--;
  return line.slice(0, end);
}

/** The line up to the escape character that ends it, two of which are none. */
function withoutContinuation(line: string, escape: string): string {
  const end = withoutSpaces(line).length;
  const isContinued = line[end - 1] === escape && line[end - 2] !== escape;
  return isContinued ? line.slice(0, end - 1) : line;
}

function heredocsOf(text: string, args: string, argumentsStart: number, end: number): Heredoc[] {
  const heredocs: Heredoc[] = [];
  let at = nextLine(text, end);
  for (const match of withoutQuoted(args).matchAll(HEREDOC)) {
    const name = match[3] ?? '';
    const start = argumentsStart + match.index + match[0].indexOf('<<');
    const body = bodyOf(text, at, name, match[1] === '-');
    heredocs.push({ name, start, body });
    if (!body) break;
    at = nextLine(text, body.end);
  }
  return heredocs;
}

/** Quoted text opens no here-document; a quoted name does. */
function withoutQuoted(args: string): string {
  return args.replace(/(<<-?)?("[^"]*"|'[^']*')/g, (all, opens: string | undefined) =>
    opens ? all : ' '.repeat(all.length),
  );
}

function bodyOf(text: string, from: number, name: string, stripsTabs: boolean): Heredoc['body'] {
  for (let at = from; at < text.length; ) {
    const line = lineAt(text, at);
    const written = line.replace(/\r$/, '');
    if ((stripsTabs ? written.replace(/^\t+/, '') : written) === name) return { start: from, end: at };
    at += line.length + 1;
  }
  return undefined;
}

/** Without its line feed. */
function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
