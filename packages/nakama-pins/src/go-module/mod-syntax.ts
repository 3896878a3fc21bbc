import { type Position, type Problem, ProblemList } from '../input/problem';
import { lexLine, type ModComment, type ModToken } from './mod-lexer';

/** A directive on a line of its own, or a line inside a block (then without the keyword). */
export interface ModLine {
  readonly kind: 'line';
  /** From 1. */
  readonly number: number;
  /** Offset of the line's first code unit. */
  readonly start: number;
  /** Offset after the line's last code unit, the line break (`\n`) left out. */
  readonly end: number;
  readonly tokens: readonly ModToken[];
  /** Whole-line comments directly above; inside a block a `BLANK_LINE` marks an empty line. */
  readonly before: readonly ModComment[];
  readonly suffix?: ModComment;
}

/** `keyword (`, lines, `)`. */
export interface ModBlock {
  readonly kind: 'block';
  readonly number: number;
  readonly start: number;
  /** What is before the parenthesis: one keyword in a valid file. */
  readonly tokens: readonly ModToken[];
  readonly before: readonly ModComment[];
  readonly lines: readonly ModLine[];
  /** Comments between the last line and `)`. */
  readonly after: readonly ModComment[];
  /** The `)`. */
  readonly close: ModToken;
  readonly closeNumber: number;
}

/** Comments of their own: an empty line (or the file's end) follows. */
export interface ModCommentBlock {
  readonly kind: 'comments';
  readonly comments: readonly ModComment[];
}

export type ModStatement = ModLine | ModBlock | ModCommentBlock;

/** A go.mod or go.work file with every token and comment at its place in `text`. */
export interface ModSyntax {
  readonly file: string;
  readonly text: string;
  readonly statements: readonly ModStatement[];
}

/** An empty line between the lines of a block. */
const BLANK_LINE: ModComment = { text: '', offset: -1 };

/** The place of a token (or comment) on its line. */
export function tokenPosition(line: { number: number; start: number }, token: { offset: number }): Position {
  return { line: line.number, column: token.offset - line.start + 1 };
}

/**
 * The syntax of go.mod and go.work (https://go.dev/ref/mod#go-mod-file-lexical), as Go's own reader reads it.
 *
 * @throws InputError with every line that can't be read
 */
export function parseModSyntax(text: string, file: string): ModSyntax {
  const { syntax, problems } = readModSyntax(text, file);
  problems.throwIfAny();
  return syntax;
}

interface OpenBlock extends ModBlock {
  readonly lines: ModLine[];
  comments: ModComment[];
}

/** As `parseModSyntax`, but leaves out unreadable lines and returns their problems. */
export function readModSyntax(text: string, file: string): { syntax: ModSyntax; problems: ProblemList } {
  const problems = new ProblemList();
  const statements: ModStatement[] = [];
  let comments: ModComment[] = [];
  let block: OpenBlock | undefined;

  const endComments = (): void => {
    if (comments.length > 0) statements.push({ kind: 'comments', comments });
    comments = [];
  };

  let start = 0;
  for (let number = 1; start <= text.length; number++) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const { tokens, comment, problem } = lexLine(text, start, end);
    const place = { number, start };
    const first = tokens[0];

    if (problem) {
      problems.add(() => ({
        file,
        position: tokenPosition(place, problem),
        message: problem.message,
        fix: problem.fix,
      }));
      // A block that a broken line opens or closes must not cause a second problem.
      if (block && first?.text === ')') {
        block = undefined;
      } else if (!block && tokens.length > 1 && tokens.at(-1)?.text === '(') {
        block = openBlock(place, tokens.slice(0, -1), []);
      }
    } else if (block) {
      if (first?.text === ')') {
        const second = tokens[1];
        if (second) {
          problems.add(() => ({
            file,
            position: tokenPosition(place, second),
            message: 'there is text after the closing parenthesis',
            expected: 'the end of the line',
            found: second.text,
            fix: 'put it on a line of its own',
          }));
        }
        statements.push(closeBlock(block, first, number));
        block = undefined;
      } else if (first) {
        block.lines.push({
          kind: 'line',
          number,
          start,
          end,
          tokens,
          before: block.comments,
          suffix: comment,
        });
        block.comments = [];
      } else if (comment) {
        block.comments.push(comment);
      } else if (lineBreak >= 0 && keepsBlankLine(block)) {
        block.comments.push(BLANK_LINE);
      }
    } else if (first) {
      if (tokens.length > 1 && tokens.at(-1)?.text === '(') {
        block = openBlock(place, tokens.slice(0, -1), comments);
      } else if (tokens.length > 2 && tokens.at(-1)?.text === ')' && tokens.at(-2)?.text === '(') {
        const empty = openBlock(place, tokens.slice(0, -2), comments);
        statements.push(closeBlock(empty, tokens.at(-1) as ModToken, number));
      } else {
        statements.push({ kind: 'line', number, start, end, tokens, before: comments, suffix: comment });
      }
      comments = [];
    } else if (comment) {
      comments.push(comment);
    } else {
      endComments();
    }

    if (lineBreak < 0) break;
    start = lineBreak + 1;
  }
  endComments();
  const open = block;
  if (open) problems.add(() => unterminated(open, file, text));
  return { syntax: { file, text, statements }, problems };
}

function openBlock(
  place: { number: number; start: number },
  tokens: readonly ModToken[],
  before: readonly ModComment[],
): OpenBlock {
  return {
    kind: 'block',
    ...place,
    tokens,
    before,
    lines: [],
    comments: [],
    after: [],
    close: { text: ')', offset: -1 },
    closeNumber: 0,
  };
}

function closeBlock({ comments, ...block }: OpenBlock, close: ModToken, closeNumber: number): ModBlock {
  const after = comments.length === 1 && comments[0] === BLANK_LINE ? [] : comments;
  return { ...block, after, close, closeNumber };
}

/** Go drops empty lines at a block's beginning and folds several into one. */
function keepsBlankLine(block: OpenBlock): boolean {
  const last = block.comments.at(-1);
  return last ? last !== BLANK_LINE : block.lines.length > 0;
}

function unterminated(block: OpenBlock, file: string, text: string): Problem {
  const keyword = block.tokens.map((token) => token.text).join(' ');
  const opened = tokenPosition(block, block.tokens[0] as ModToken);
  const lines = text.split('\n');
  return {
    file,
    position: { line: lines.length, column: (lines.at(-1) ?? '').length + 1 },
    message: `the block "${keyword} (" opened at ${file}:${opened.line}:${opened.column} is not closed`,
    expected: ')',
    found: 'the end of the file',
    fix: `add a line ")" after the last line of the block`,
  };
}
